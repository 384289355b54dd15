import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import type { Entry } from '../../core/entry/entry.ts';
import { takesSession, type Keeper as KeeperName, type Vectors } from '../../core/agent/launch.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Keeper } from '../keepers/keeper.ts';
import { elsewhere, gone } from '../../render/view/standingText.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { rememberedSession, sessionKeyOf, sessionUuid } from './session.ts';

/** Which vector starts a run, and in which conversation. */
export interface Conversation {
  readonly vector: readonly string[];
  readonly session?: string;
  /** Whether it was there before the entry. */
  readonly isBound?: true;
  /** Under which name it is remembered; hex digits. */
  readonly sessionKey?: string;
  /** Where its id is to be looked for after the start. */
  readonly keeper?: KeeperName;
}

/** A way to start an agent, and how its tool keeps conversations. */
export interface Tool {
  /** The profile's name. */
  readonly name: string;
  readonly vectors: Vectors;
  readonly keeperName?: KeeperName | undefined;
  readonly keeper?: Keeper | undefined;
}

/**
 * The conversation a run belongs to (docs/running.md, "Conversations"). `fresh`: a new one. `callback`: the one that
 * this machine remembers for the entry's session (else its id) in this folder; without one a first one, under an id
 * that Defer gives, else under one that the tool gives and the runner finds. Where the tool's own files can be looked
 * at they decide whether there is one: a first run that came to nothing, and a lost record, do no harm. One that was
 * there before the entry is never begun anew. `folder` is a real path. Refused where the tool cannot go on with a
 * conversation, its ids cannot be known, or that very one is not here.
 */
export async function conversationOf(
  home: string,
  folder: string,
  entry: Entry,
  tool: Tool,
): Promise<Conversation | Refusal> {
  const { name, vectors, keeper, keeperName } = tool;
  if (vectors.input === 'executor') {
    // An executor reads the mode in the record that it gets, and continues the conversation itself.
    return { vector: vectors.fresh };
  }
  if (entry.mode === 'fresh') {
    return { vector: vectors.fresh, ...firstOf(tool, randomUUID) };
  }
  if (!vectors.resume) {
    return refusal(
      l10n.t('The profile {0} has no "resume", so it cannot continue a conversation. Use --mode fresh.', name),
    );
  }
  const sessionName = entry.session ?? entry.id;
  const sessionKey = sessionKeyOf(folder, entry);
  const given = (): string => sessionUuid(folder, sessionName);
  const known = await rememberedSession(home, sessionKey, name);
  if (isBoundSession(sessionName)) {
    // No new one is begun in its place: whoever put it off meant this one.
    const isGone = known !== undefined && (await keeper?.has?.(known)) === false;
    return known === undefined || isGone
      ? refusal(isGone ? gone() : elsewhere())
      : { vector: vectors.resume, session: known, isBound: true, sessionKey };
  }
  const session = known ?? (takesSession(vectors) ? given() : undefined);
  const isThere = session === undefined ? false : ((await keeper?.has?.(session)) ?? known !== undefined);
  if (session !== undefined && isThere) {
    return { vector: vectors.resume, session, sessionKey };
  }
  if (!takesSession(vectors) && (keeperName === undefined || !keeper?.find)) {
    return refusal(
      l10n.t(
        '{0} chooses the ids of its conversations, and Defer cannot find them. Use --mode fresh, or give the profile a "keeper".',
        name,
      ),
    );
  }
  return { vector: vectors.fresh, sessionKey, ...firstOf(tool, given) };
}

/** How the id of a new conversation is known: given, found after the start, or not at all. */
const firstOf = (
  { vectors, keeper, keeperName }: Tool,
  give: () => string,
): { readonly session?: string; readonly keeper?: KeeperName } =>
  takesSession(vectors) ? { session: give() } : keeperName !== undefined && keeper?.find ? { keeper: keeperName } : {};
