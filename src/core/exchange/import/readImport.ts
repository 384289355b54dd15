import * as l10n from '@vscode/l10n';
import { readA3s } from '../systems/a3s.ts';
import { readJobs } from '../systems/a3sJobs.ts';
import { readAutomations } from '../systems/automations.ts';
import { readAgentDefer } from '../systems/agentDeferTasks.ts';
import { readDuragent } from '../systems/duragent.ts';
import { readLog, type DuragentRuns } from '../systems/duragentRuns.ts';
import type {
  Import,
  ImportContext,
  ImportedEntry,
  ImportedSchedule,
  ImportNote,
  SourceFile,
  System,
} from './imported.ts';
import { readMilestone } from '../systems/sfMilestone.ts';
import { readSfRows } from '../systems/sfRows.ts';
import { joinStates } from './states.ts';

/** How many entries one import takes over. */
const MOST_ENTRIES = 20_000;

type Tell = (note: ImportNote) => void;

/** What the files of a system come to here. Nothing is started, and nothing in them is executed. */
export function readImport(system: System, files: readonly SourceFile[], context: ImportContext): Import {
  const notes: ImportNote[] = [];
  const tell: Tell = note => void notes.push(note);
  const schedules: ImportedSchedule[] = [];
  const entries = READERS[system](files, context, tell, schedules);
  const single = joinStates(entries, tell);
  if (single.length > MOST_ENTRIES) {
    const text = l10n.t(
      'Only the first {0} of {1} entries were imported. Import the others from a smaller file.',
      MOST_ENTRIES,
      single.length,
    );
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
  vscode: (files, context, tell) => files.flatMap(file => readAutomations(file, context, tell)),
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
      tell({
        file,
        text: l10n.t('The log belongs to no schedule found there; it was left where it is.'),
        problem: true,
      });
    }
  }
  return entries;
}
