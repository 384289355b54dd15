import { randomUUID } from 'node:crypto';
import type { Entry } from '../core/entry.ts';
import { takesSession, type Vectors } from '../core/launch.ts';
import { refusal, type Refusal } from '../core/refusal.ts';
import { hashOf } from './home.ts';
import { rememberedSession, sessionUuid } from './session.ts';

/** Which vector starts a run, and in which conversation. */
export interface Conversation {
  readonly vector: readonly string[];
  readonly session?: string;
  /** Under which name it is remembered; hex digits. */
  readonly sessionKey?: string;
}

/**
 * The conversation a run belongs to (RUNNING.md, "Session continuity"). `fresh`: a new one. `callback`: the one that
 * this machine remembers for the entry's session (else its id) in this folder; without one, a first one under an id
 * that Defer gives. `folder` is a real path. Refused where the tool cannot go on with a conversation, or names it only itself.
 */
export async function conversationOf(
  home: string,
  folder: string,
  entry: Entry,
  { name, vectors }: { readonly name: string; readonly vectors: Vectors },
): Promise<Conversation | Refusal> {
  if (vectors.input === 'executor') {
    // It reads the mode in its record and sees to it itself.
    return { vector: vectors.fresh };
  }
  if (entry.mode === 'fresh') {
    return { vector: vectors.fresh, ...(takesSession(vectors) && { session: randomUUID() }) };
  }
  const sessionName = entry.session ?? entry.id;
  const sessionKey = hashOf(folder, sessionName);
  const known = await rememberedSession(home, sessionKey, name);
  if (!vectors.resume) {
    return refusal(`The profile ${name} has no "resume", so it cannot go on with a conversation. Use --mode fresh.`);
  }
  if (known !== undefined) {
    return { vector: vectors.resume, session: known, sessionKey };
  }
  return takesSession(vectors)
    ? { vector: vectors.fresh, session: sessionUuid(folder, sessionName), sessionKey }
    : refusal(`${name} names its conversations itself, so there is none to go on with yet. Use --mode fresh.`);
}
