import { isClosed, toStatus } from '../status.ts';
import { readA3s } from './a3s.ts';
import { readJobs } from './a3sJobs.ts';
import { readAgentDefer } from './agentDefer.ts';
import { readDuragent } from './duragent.ts';
import { readLog, type DuragentRuns } from './duragentRuns.ts';
import type {
  Import,
  ImportContext,
  ImportedEntry,
  ImportedSchedule,
  ImportNote,
  SourceFile,
  System,
} from './imported.ts';
import { readMilestone } from './sfMilestone.ts';
import { readSfRows } from './sfRows.ts';

/** How many entries one import takes over. */
const MOST_ENTRIES = 20_000;

type Tell = (note: ImportNote) => void;

/** What the files of a system come to here. Nothing is started, and nothing in them is executed. */
export function readImport(system: System, files: readonly SourceFile[], context: ImportContext): Import {
  const notes: ImportNote[] = [];
  const tell: Tell = note => void notes.push(note);
  const schedules: ImportedSchedule[] = [];
  const entries = READERS[system](files, context, tell, schedules);
  const single = oneEach(entries, system, context, tell);
  if (single.length > MOST_ENTRIES) {
    const text = `Of ${single.length} entries the first ${MOST_ENTRIES} were taken. Import the others from a smaller file.`;
    tell({ file: single[MOST_ENTRIES]?.file ?? '', text, problem: true });
  }
  return { entries: single.slice(0, MOST_ENTRIES), schedules, notes };
}

type Reader = (
  files: readonly SourceFile[],
  context: ImportContext,
  tell: Tell,
  schedules: ImportedSchedule[],
) => readonly ImportedEntry[];

const READERS: Readonly<Record<System, Reader>> = {
  'agent-defer': (files, context, tell) => files.flatMap(file => readAgentDefer(file, context, tell)),
  duragent: readDuragents,
  a3s: (files, context, tell, schedules) =>
    files.flatMap(file => {
      if (/\.json$/.test(file.file)) {
        return readJobs(file, context, tell);
      }
      const schedule = readA3s(file, context, tell);
      if (schedule) {
        schedules.push(schedule);
      }
      return [];
    }),
  sf: (files, context, tell) =>
    files.flatMap(file => (/\.jsonl$/.test(file.file) ? readSfRows : readMilestone)(file, context, tell)),
};

function readDuragents(files: readonly SourceFile[], context: ImportContext, tell: Tell): readonly ImportedEntry[] {
  const logs = new Map<string, DuragentRuns>();
  for (const file of files.filter(one => /\.jsonl$/.test(one.file))) {
    logs.set((file.file.split('/').at(-1) ?? '').replace(/\.jsonl$/, ''), readLog(file, tell));
  }
  const used = new Set<string>();
  const taken = { get: (name: string) => (used.add(name), logs.get(name)) };
  const entries = files
    .filter(({ file }) => !/\.jsonl$/.test(file))
    .flatMap(file => readDuragent(file, taken, context, tell) ?? []);
  for (const [name, { file }] of logs) {
    if (!used.has(name)) {
      tell({ file, text: 'The log is of no schedule that is there; it was left where it is.', problem: true });
    }
  }
  return entries;
}

/**
 * One entry for each id: agent-defer does not check that ids differ. Of two states of one task the one that is over
 * holds, else the later one; another task of the same id gets an id of its own.
 */
function oneEach(
  entries: readonly ImportedEntry[],
  system: System,
  { digest }: ImportContext,
  tell: Tell,
): readonly ImportedEntry[] {
  const byId = new Map<string, ImportedEntry>();
  // The earliest keeps the id, wherever it stands by now: the next import has to come to the same ids.
  for (const entry of [...entries].sort((a, b) => compareTexts(createdAt(a), createdAt(b)))) {
    const other = byId.get(entry.id);
    const { file, line, id } = entry;
    const where = { file, ...(line !== undefined && { line }), id };
    if (!other) {
      byId.set(id, entry);
    } else if (other.digest === entry.digest) {
      tell({ ...where, text: `It stands in ${other.file} in the same words; it was taken once.` });
    } else if (createdAt(other) === createdAt(entry)) {
      const later = isOver(other) && !isOver(entry) ? other : entry;
      const left = later === other ? entry : other;
      byId.set(id, later);
      tell({
        ...where,
        text: `Another state of it was left out: ${left.file}${left.line ? ` line ${left.line}` : ''}.`,
        problem: true,
      });
    } else {
      const own = `${system}-${digest(`${id} ${createdAt(entry)}`)}`;
      const imported = { ...(entry.fields['imported'] as object), id };
      byId.set(own, { ...entry, id: own, fields: { ...entry.fields, imported } });
      tell({ ...where, text: `Another task has this id too, so it gets the id ${own} here.` });
    }
  }
  return [...byId.values()];
}

const createdAt = ({ fields }: ImportedEntry): string => String(fields['created_at'] ?? '');

const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const isOver = ({ fields }: ImportedEntry): boolean => isClosed(toStatus(fields['status']));
