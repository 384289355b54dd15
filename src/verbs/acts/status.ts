import { toIso, type Instant } from '../../core/basics/time.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import {
  hookAnswer,
  HOOK_TOOLS,
  sessionStartText,
  shortStatus,
  statusSentences,
  type HookTool,
  type WallOf,
} from '../../render/view/statusText.ts';
import { tallyOf, type Tally } from '../../render/view/tally.ts';
import type { Host } from '../host.ts';
import { waitingResults, waitingText } from '../results/waitingResults.ts';
import { defineVerb, type Reply } from '../verb.ts';

export const status = defineVerb({
  name: 'status',
  title: 'Status',
  help: 'Show how much is due, when the next entry is, and how many results of runs wait.',
  examples: ['defer status', 'defer status --short', 'defer status --scope all --json'],
  effect: 'reads',
  person: true,
  input: {
    short: {
      kind: 'flag',
      optional: true,
      help: 'One line for a prompt or a status line; prints nothing if nothing is due, or if the schedule cannot be read',
    },
    session_start: {
      kind: 'choice',
      word: 'session-start',
      choices: HOOK_TOOLS,
      optional: true,
      help: 'What the hook of this agent is told when a session starts ("defer hook" prints the hook)',
    },
  },
  async run(host, { short, session_start: tool }): Promise<Reply> {
    if (!short && tool === undefined) {
      return withResults(host, await look(host, sentences));
    }
    // A prompt or a session that starts must not be broken by what is wrong with a schedule. Without --short it is
    // told.
    try {
      return await look(host, tool === undefined ? line : agentText(tool));
    } catch {
      return { ok: true, say: '', value: null };
    }
  },
});

/** Adds how many results wait. A prompt or a status line asks all the time, and is not told. */
async function withResults(host: Host, reply: Reply): Promise<Reply> {
  const count = await waitingResults(host);
  return reply.ok
    ? {
        ...reply,
        say: [reply.say, waitingText(count)].filter(Boolean).join(' '),
        value: { ...(reply.value as object), results: count },
      }
    : reply;
}

type Text = (tally: Tally, now: Instant, host: Host) => string;

const sentences: Text = (tally, now, { zone }) => statusSentences(tally, now, zone);

const line: Text = (tally, now, host) => shortStatus(tally, now, wallOf(host));

/** The text for an agent. One that Defer started has the task that was approved, and is told nothing else. */
const agentText =
  (tool: HookTool): Text =>
  (tally, now, host) =>
    tally.overdue === 0 || host.underAgent === true ? '' : hookAnswer(tool, sessionStartText(tally, now, wallOf(host)));

const wallOf = (host: Host): WallOf => host.wallOf ?? (at => toWall(at, host.zone));

async function look(host: Host, text: Text): Promise<Reply> {
  const now = host.clock.now();
  const schedules = [];
  for (const ledger of host.ledgers) {
    schedules.push(await ledger.lookAtOpen());
  }
  const tally = tallyOf(schedules, now, host.alive);
  const problems = host.ledgers.reduce((sum, ledger) => sum + ledger.problems(now).length, 0);
  const value = { due: tally.overdue, oldest_due_at: iso(tally.oldest), next_due_at: iso(tally.next), problems };
  return { ok: true, say: text(tally, now, host), value };
}

const iso = (at: Instant | undefined): string | null => (at === undefined ? null : toIso(at));
