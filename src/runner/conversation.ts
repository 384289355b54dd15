import { randomUUID } from 'node:crypto';
import type { Entry } from '../core/entry.ts';
import { takesSession } from '../core/launch.ts';
import { refusal, type Refusal } from '../core/refusal.ts';
import type { Chosen } from './agents.ts';
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
  { name, profile }: Chosen,
): Promise<Conversation | Refusal> {
  if (profile.input === 'executor') {
    // It reads the mode in its record and sees to it itself.
    return { vector: profile.fresh };
  }
  if (entry.mode === 'fresh') {
    return { vector: profile.fresh, ...(takesSession(profile) && { session: randomUUID() }) };
  }
  const sessionName = entry.session ?? entry.id;
  const sessionKey = hashOf(folder, sessionName);
  const known = await rememberedSession(home, sessionKey, name);
  if (!profile.resume) {
    return refusal(`The profile ${name} has no "resume", so it cannot go on with a conversation. Use --mode fresh.`);
  }
  if (known !== undefined) {
    return { vector: profile.resume, session: known, sessionKey };
  }
  return takesSession(profile)
    ? { vector: profile.fresh, session: sessionUuid(folder, sessionName), sessionKey }
    : refusal(`${name} names its conversations itself, so there is none to go on with yet. Use --mode fresh.`);
}
