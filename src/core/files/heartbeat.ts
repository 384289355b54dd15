import { HEARTBEAT_ID, type Definition } from './definition.ts';
import type { Entry } from '../entry/entry.ts';
import { memberOf, recordIn, recordOf, textsIn } from '../rows/fieldValues.ts';
import { nextOnGrid } from '../repeat/interval.ts';
import type { Fields, Problem } from '../rows/row.ts';
import { instant, MINUTE, toIso, type Instant } from '../basics/time.ts';

/** Where the state of the checks is kept, from the schedule's folder on. */
export const HEARTBEAT_STATE = '.sf/heartbeat-state.json';

/** What is known of earlier heartbeats. */
export interface HeartbeatState {
  /** When each check was last gone through, in seconds since 1970. */
  readonly lastChecks: Readonly<Record<string, number>>;
  /** Ids of what was dealt with, oldest first. */
  readonly processed: readonly string[];
}

/** HEARTBEAT.md, and the state file beside it. */
export interface HeartbeatText {
  /** From the schedule's folder on, with `/`. */
  readonly file: string;
  readonly text: string;
  /** When it was last changed. */
  readonly since: Instant;
  readonly state: HeartbeatState;
}

const EVERY = { every: 'PT30M', anchor: toIso(instant(0)), catchup: 'skip', enabled: true };
const GRID = { anchor: instant(0), period: 30 * MINUTE };

/** How many processed ids an agent is told of, the latest. */
const MOST_PROCESSED = 100;

const TASK = `Go through the checks below, one after another. One that fails does not stop the others. Tell the person only what is new, urgent or blocked since the last time; where there is nothing, say so in one line. Leave out what "processed" in ${HEARTBEAT_STATE} names already, and add there the ids of what you have dealt with. Defer itself keeps "lastChecks".`;

/**
 * The entry that HEARTBEAT.md makes (docs/time.md): every 30 minutes on the grid of the clock, in one conversation, the
 * checks in its prompt. Slots that passed while nobody looked are skipped: a heartbeat is about now. A file without a
 * check is a problem.
 */
export function readHeartbeat({ file, text, since, state }: HeartbeatText): Definition | Problem {
  const checks = checksIn(text);
  if (checks.length === 0) {
    const why = 'The file has no check. Add one as a heading, such as "## Inbox".';
    return { file, line: 1, class: 'schedule file', text: why };
  }
  const payload = {
    message: 'Heartbeat',
    prompt: `${TASK}\n\n${text.replace(/^\uFEFF/, '').trim()}`,
    state: stateText(checks, state),
    mode: 'callback',
    session: HEARTBEAT_ID,
  };
  return {
    id: HEARTBEAT_ID,
    file,
    line: 1,
    enabled: true,
    fields: { kind: 'prompt', payload, repeat: EVERY, created_by: `file:${file}` },
    since,
    firstSlot: after => nextOnGrid(GRID, after),
  };
}

/** The names of the checks: headings of the second level outside of code fences, each once. */
export function checksIn(text: string): readonly string[] {
  const names = new Set<string>();
  let fence: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      fence = mark?.startsWith(fence) ? undefined : fence;
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      const name = /^ {0,3}##[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1];
      if (name) {
        names.add(name);
      }
    }
  }
  return [...names];
}

/** Reads the state file; anything that is not as it should be counts as not there. */
export function readHeartbeatState(value: unknown): HeartbeatState {
  const state = recordOf(value);
  const times = Object.entries(recordIn(state, 'lastChecks'));
  return {
    lastChecks: Object.fromEntries(times.filter((pair): pair is [string, number] => Number.isFinite(pair[1]))),
    processed: textsIn(state, 'processed'),
  };
}

/**
 * The state as an agent is told of it, apart from the prompt: it changes with every run, and what is asked does not.
 * Undefined for all but the entry of HEARTBEAT.md: a row that calls itself one has no state.
 */
export function heartbeatStateOf({ id, file, fields }: Entry): string | undefined {
  const state = id === HEARTBEAT_ID && file !== undefined ? memberOf(recordIn(fields, 'payload'), 'state') : undefined;
  return typeof state === 'string' ? state : undefined;
}

/**
 * The prompt of an unattended run: it holds no text of the state file, only when the checks that HEARTBEAT.md names
 * were last done. The agent reads there itself what was dealt with.
 */
export function heartbeatTimesOf(entry: Entry): string | undefined {
  const state = heartbeatStateOf(entry);
  return state && JSON.stringify({ lastChecks: recordIn(JSON.parse(state) as Fields, 'lastChecks') });
}

function stateText(checks: readonly string[], { lastChecks, processed }: HeartbeatState): string {
  const last = checks.map(name => {
    const seconds = Object.hasOwn(lastChecks, name) ? lastChecks[name] : undefined;
    return [name, seconds === undefined || Math.abs(seconds) > 4e9 ? null : toIso(instant(seconds * 1000))];
  });
  const state = { lastChecks: Object.fromEntries(last) as unknown, processed: processed.slice(-MOST_PROCESSED) };
  return JSON.stringify(state);
}
