import { basename } from 'node:path';
import { contextAskOf, givenSnapshot, mergeSnapshots, type Snapshot } from '../../core/files/contextText.ts';
import { driftText } from '../../core/agent/drift.ts';
import { placeSentences, type PlaceFacts } from '../../core/agent/worktreePlan.ts';
import { inEnglish } from '../../core/basics/language.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { heartbeatStateOf, heartbeatTimesOf } from '../../core/files/heartbeat.ts';
import { renderPrompt } from '../../core/agent/prompt.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { rereadContext } from '../../store/files/contextFile.ts';
import type { Ledger } from '../../store/ledger.ts';
import { workSince } from '../../verbs/look/entryDrift.ts';

/** What an agent is given to read. */
export interface Prompt {
  readonly prompt: string;
  /** The prompt without the parts that change from run to run. An approval covers this text. */
  readonly basis: string;
  /**
   * What CONTEXT.md says now, with what the entry says itself; absent where it asks for none, or none could be read.
   */
  readonly snapshot?: Snapshot;
}

/** Who asks for a prompt. */
export interface Asking {
  /** Where `DEFER_CONTEXT_FILE` is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether nobody watches: then the prompt is what an approval covers, and beside it only what Defer says itself. */
  readonly unattended: boolean;
  /** Whether an agent only asks what a run would read: it is told nothing of files outside of the folder. */
  readonly isAgents?: true;
  /** Where the run works, where that is a worktree. */
  readonly told?: PlaceFacts | undefined;
}

/** The schedule an entry is in, as far as its prompt is made of it. */
export type PromptPlace = Pick<Ledger, 'folder' | 'scope' | 'work'>;

/**
 * Makes the prompt of an entry as it stands now (docs/running.md, "The prompt"): its CONTEXT.md read again, and what
 * changed since it was scheduled. A CONTEXT.md that cannot be read costs no run: what it said then stands, and the
 * drift says so.
 */
export async function promptOf(
  entry: Entry,
  place: PromptPlace,
  { env, unattended, isAgents, told }: Asking,
): Promise<Prompt> {
  const ask = contextAskOf(entry);
  const where = { folder: place.folder, isHome: place.scope === 'global', named: env['DEFER_CONTEXT_FILE'] };
  const read = ask && (await rereadContext(ask, where, { person: !isAgents }));
  const snapshot = read && !isRefusal(read) ? mergeSnapshots(read.snapshot, givenSnapshot(entry)) : undefined;
  const remarks = isRefusal(read) ? [staleText(read.why, unattended)] : [];
  const { origin, standing } = await workSince(place, entry);
  const approved = unattended ? namesIn(snapshot ?? entry) : undefined;
  const drift = inEnglish(() => driftText(origin, standing, remarks, approved));
  const common = { folderName: basename(place.folder), snapshot };
  const state = unattended ? heartbeatTimesOf(entry) : heartbeatStateOf(entry);
  const sentences = told && inEnglish(() => placeSentences(told));
  return {
    prompt: renderPrompt(entry, { ...common, state, place: sentences, drift, isUnattended: unattended }),
    basis: renderPrompt(entry, common),
    ...(snapshot && { snapshot }),
  };
}

/** Why a CONTEXT.md was not read may name a path, which is not for a run that nobody watches. */
const staleText = (why: string, unattended: boolean): string =>
  `CONTEXT.md was not read again, what is said above is older${unattended ? '' : `: ${why.replace(/\.$/, '')}`}`;

/** The paths that a prompt names as artifacts, also without the lines of the file that are meant (`a.ts:12-20`). */
const namesIn = ({ artifacts }: Pick<Snapshot, 'artifacts'>): ReadonlySet<string> =>
  new Set(artifacts.flatMap(text => [text, text.replace(/:\d+(?:-\d+)?$/, '')]));
