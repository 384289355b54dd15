import type { Entry } from '../entry/entry.ts';
import { memberOf, recordIn, textIn } from '../rows/fieldValues.ts';
import type { Fields } from '../rows/row.ts';

/** What an agent must know to go on: of an entry, or as CONTEXT.md has it. */
export interface Snapshot {
  readonly summary: string | undefined;
  readonly keyPoints: readonly string[];
  readonly artifacts: readonly string[];
  readonly constraints: readonly string[];
}

/** Which CONTEXT.md is meant: a path, a project's of that name, else the one that the person's own look-up finds. */
export interface ContextAsk {
  readonly file?: string;
  readonly project?: string;
}

const HEADING = /^\s{0,3}#{1,6}\s+(.*)$/;
const MARKER = /^\s*(?:[-*+]|\d+\.)(?:\s+|$)/;

/** The sections there are, by the headings they may have. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['orientation', 'orientation'],
  ['what this is', 'orientation'],
  ['overview', 'orientation'],
  ['current state', 'state'],
  ['state', 'state'],
  ['status', 'state'],
  ['key constraints', 'constraints'],
  ['constraints', 'constraints'],
  ['key context', 'constraints'],
  ['open questions', 'questions'],
  ['questions', 'questions'],
  ['what we should not do', 'avoid'],
  ['anti patterns', 'avoid'],
  ['decisions already made', 'decisions'],
  ['decisions', 'decisions'],
  ['key references', 'references'],
  ['references', 'references'],
]);

/**
 * Reads a CONTEXT.md as agent-defer does (docs/compatibility.md, "CONTEXT.md"): sections by their headings, every line
 * that is not blank an item without its list marker. `fileName` is for what is said where a section is missing. A `#`
 * within a code fence is a heading too.
 */
export function readContext(text: string, fileName: string): Snapshot {
  const sections = new Map<string, string[]>();
  let section: string[] = [];
  sections.set('preamble', section);
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) {
      const name = SECTIONS.get(normalised(heading)) ?? 'other';
      section = sections.get(name) ?? [];
      sections.set(name, section);
      continue;
    }
    const item = line.replace(MARKER, '').trim();
    if (item !== '') {
      section.push(item);
    }
  }
  const items = (of: string): readonly string[] => sections.get(of) ?? [];
  const state = items('state');
  return {
    summary: items('orientation')[0] ?? items('preamble')[0] ?? `Reoriented from ${fileName}`,
    keyPoints: [
      ...(state.length > 0 ? state : [`Context re-read from ${fileName}`]),
      ...items('questions').map(item => `Open question: ${item}`),
    ],
    artifacts: items('references'),
    constraints: [
      ...items('constraints'),
      ...items('decisions').map(item => `Decision: ${item}`),
      ...items('avoid').map(item => `Avoid: ${item}`),
    ],
  };
}

const normalised = (heading: string): string =>
  heading
    .trim()
    .replace(/^:+|:+$/g, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ');

/**
 * What CONTEXT.md says first, then what was given; a summary that was given wins (docs/compatibility.md, "Records").
 */
export const mergeSnapshots = (read: Snapshot, given: Snapshot): Snapshot => ({
  summary: given.summary ?? read.summary,
  keyPoints: [...read.keyPoints, ...given.keyPoints],
  artifacts: [...read.artifacts, ...given.artifacts],
  constraints: [...read.constraints, ...given.constraints],
});

/**
 * The part of a merged snapshot that came from CONTEXT.md, as `payload.reoriented` has it. `from` is the file's path.
 */
export const reorientedField = (from: string, read: Snapshot, given: Snapshot): Fields => ({
  from,
  summary: given.summary === undefined,
  key_points: read.keyPoints.length,
  artifacts: read.artifacts.length,
  constraints: read.constraints.length,
});

/** Which CONTEXT.md an entry wants to be read again when it runs; undefined where it wants none. */
export function contextAskOf({ fields }: Entry): ContextAsk | undefined {
  const payload = recordIn(fields, 'payload');
  const context = recordIn(payload, 'context');
  const [file, project] = [textIn(context, 'file'), textIn(context, 'project')];
  if (file !== undefined) {
    return { file };
  }
  return project !== undefined ? { project } : memberOf(payload, 'reorient') === true ? {} : undefined;
}

/** Whether the summary of an entry is that of a CONTEXT.md, and so not what is to be done. */
export const hasReadSummary = ({ fields }: Entry): boolean => memberOf(reorientedOf(fields), 'summary') === true;

/** What an entry says itself, without what came from CONTEXT.md when it was scheduled. */
export function givenSnapshot(entry: Entry): Snapshot {
  const reoriented = reorientedOf(entry.fields);
  const without = (name: string, items: readonly string[]): readonly string[] => {
    const many = memberOf(reoriented, name);
    return Number.isSafeInteger(many) && (many as number) > 0 ? items.slice(many as number) : items;
  };
  return {
    summary: hasReadSummary(entry) ? undefined : entry.summary,
    keyPoints: without('key_points', entry.keyPoints),
    artifacts: without('artifacts', entry.artifacts),
    constraints: without('constraints', entry.constraints),
  };
}

/** The path of the CONTEXT.md that was read when an entry was scheduled. */
export const reorientedFrom = ({ fields }: Entry): string | undefined => textIn(reorientedOf(fields), 'from');

const reorientedOf = (fields: Fields): Fields => recordIn(recordIn(fields, 'payload'), 'reoriented');
