import * as l10n from '@vscode/l10n';
import { mergeSnapshots, reorientedField, type Snapshot } from '../../core/files/contextText.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Fields } from '../../core/rows/row.ts';
import { chooseContext } from '../../store/files/contextFile.ts';
import { folderInside } from '../../store/disk/realInside.ts';
import type { Ledger } from '../../store/ledger.ts';
import { isAgent, type Host } from '../host.ts';

/** The fields of `add` that say what an agent is to know besides what is said of the entry itself. */
export const CONTEXT_FIELDS = {
  reorient: { kind: 'flag', optional: true, help: 'Include CONTEXT.md, and read it again when the entry runs' },
  context_file: {
    kind: 'text',
    word: 'context-file',
    optional: true,
    person: true,
    help: 'Which CONTEXT.md: a path relative to the folder of the schedule',
  },
  project: {
    kind: 'text',
    optional: true,
    person: true,
    help: 'The CONTEXT.md of a project in ~/data/research/projects',
  },
  cwd: { kind: 'text', optional: true, help: 'The folder to run in, relative to that of the schedule' },
} as const;

/** What a person says of it. */
export interface GivenContext {
  readonly reorient?: boolean | undefined;
  readonly context_file?: string | undefined;
  readonly project?: string | undefined;
  readonly cwd?: string | undefined;
  readonly summary?: string | undefined;
  readonly key_points?: readonly string[] | undefined;
  readonly artifacts?: readonly string[] | undefined;
  readonly constraints?: readonly string[] | undefined;
}

/** What a new entry tells of the work: members of its payload, and its `origin`. */
export interface Told {
  readonly payload: Fields;
  /** Absent where nobody could look, or there was nothing to see. */
  readonly origin?: Fields;
}

/** Whether CONTEXT.md is to be taken in. */
export const isReoriented = ({ reorient, context_file: file, project }: GivenContext): boolean =>
  reorient === true || file !== undefined || project !== undefined;

/**
 * Puts together what an agent is to know: what CONTEXT.md says, then what was given, and how the work stands now, so
 * that a run can tell what changed. Refused where CONTEXT.md, or the folder to run in, is not there or not to be read.
 */
export async function tellWork(host: Host, ledger: Ledger, given: GivenContext): Promise<Told | Refusal> {
  if (given.cwd !== undefined && !(await folderInside(ledger.folder, given.cwd))) {
    return refusal(l10n.t('--cwd names no folder inside the folder of the schedule. Give a path relative to that.'));
  }
  const own: Snapshot = {
    summary: given.summary,
    keyPoints: given.key_points ?? [],
    artifacts: given.artifacts ?? [],
    constraints: given.constraints ?? [],
  };
  const read = isReoriented(given) ? await readAgain(host, ledger, given, own) : undefined;
  if (isRefusal(read)) {
    return read;
  }
  const { summary, keyPoints, artifacts, constraints } = read?.snapshot ?? own;
  const looked = [...artifacts, ...(read ? [read.from] : [])];
  const { artifacts: hashes, ...head } = (await (await ledger.work())?.origin(looked)) ?? { artifacts: {} };
  const origin = { ...head, ...(Object.keys(hashes).length > 0 && { artifacts: hashes }) };
  return {
    payload: { summary, key_points: keyPoints, artifacts, constraints, ...read?.fields, cwd: given.cwd },
    ...(Object.keys(origin).length > 0 && { origin }),
  };
}

interface Reoriented {
  readonly snapshot: Snapshot;
  readonly from: string;
  readonly fields: Fields;
}

async function readAgain(
  host: Host,
  ledger: Ledger,
  { context_file: file, project }: GivenContext,
  given: Snapshot,
): Promise<Reoriented | Refusal> {
  const ask = file !== undefined ? { file } : project !== undefined ? { project } : {};
  const place = { folder: ledger.folder, isHome: ledger.scope === 'global' };
  const read = await chooseContext(ask, place, { person: !isAgent(host) });
  if (isRefusal(read)) {
    return read;
  }
  return {
    snapshot: mergeSnapshots(read.snapshot, given),
    from: read.from,
    fields: {
      reorient: true,
      ...(Object.keys(ask).length > 0 && { context: ask }),
      reoriented: reorientedField(read.from, read.snapshot, given),
    },
  };
}
