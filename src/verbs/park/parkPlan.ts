import type { Entry } from '../../core/entry/entry.ts';
import type { Limit } from '../../core/when/usageLimit.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { PastRun } from '../../render/view/runHistory.ts';
import type { KeptSession, Question } from '../host.ts';
import { recordIn } from '../../core/rows/fieldValues.ts';

/** What an agent is told that goes on in its old conversation. */
const GO_ON = 'The usage limit that stopped this conversation has reset. Go on where you stopped.';

/** What is scheduled: an entry's payload, and the conversation that it goes on with, where one is known. */
export interface ParkPlan {
  readonly payload: Readonly<Record<string, unknown>>;
  /** `name`: what the entry calls it. */
  readonly session?: KeptSession & { readonly name: string };
}

/** Where no run is known that a limit stopped. */
export const REMINDER: ParkPlan = { payload: { message: 'Go on after the limit reset' } };

/** What is scheduled for a run: the same conversation where the run had one that is known, else its work anew. */
export function planFor({ run, entry }: PastRun<unknown>): ParkPlan {
  const agent = run.agent ?? entry.agent;
  if (run.session === null || agent === undefined || agent === 'command') {
    return { payload: anewFor(entry) };
  }
  const name = `run:${run.token.slice(0, 16)}`;
  const payload = { message: titleFor(entry), prompt: GO_ON, agent, mode: 'callback', session: name, cwd: entry.cwd };
  return { payload, session: { name, token: run.token, session: run.session, agent } };
}

const titleFor = ({ title }: Entry): string => `Resume "${cleanLine(title, 100)}" after the limit reset`;

/** The work of an entry once more, from its beginning. */
export const anewFor = (entry: Entry): Readonly<Record<string, unknown>> => {
  const own = entry.kind === 'prompt' ? recordIn(entry.fields, 'payload') : {};
  return { ...own, message: titleFor(entry) };
};

/** The fields of the new entry, in the words of the file (FORMAT.md). */
export function fieldsOf(
  payload: Readonly<Record<string, unknown>>,
  due: Instant,
  now: Instant,
  author: string,
): Readonly<Record<string, unknown>> {
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return {
    kind: 'agent' in kept || 'prompt' in kept ? 'prompt' : 'reminder',
    status: 'pending',
    due_at: toIso(due),
    created_at: toIso(now),
    updated_at: toIso(now),
    created_by: author,
    payload: kept,
  };
}

/** What a person is shown before it is scheduled. */
export const questionFor = ({ payload, session }: ParkPlan, { notice }: Limit, reads: string): Question => ({
  title: 'Schedule this for when the limit resets?',
  detail: [
    `The notice: ${cleanLine(notice, 300)}`,
    `Due: ${reads}, plus a minute`,
    `Title: ${cleanLine(String(payload['message']), 200)}`,
    ...(typeof payload['agent'] === 'string' ? [`Agent: ${cleanLine(payload['agent'], 40)}`] : []),
    session ? `Conversation: ${cleanLine(session.session, 200)}` : 'Starts a new conversation.',
  ].join('\n'),
  yes: 'Schedule',
});
