import { compareTexts } from '../basics/compareTexts.ts';
import { toIso, type Instant } from '../basics/time.ts';
import type { RunChanges } from './runChanges.ts';
import { reportOf, type RunReport } from './runReport.ts';
import type { WorkPlace } from './workPlace.ts';

/**
 * What happened: a run was claimed, started or ended; or, by no run, an occurrence was done by hand (`done`), slots
 * were skipped, or one of these two was taken back (`undone`).
 */
export type RunStep = 'claimed' | 'started' | 'ended' | 'skipped' | 'done' | 'undone';

/** One thing that happened to one occurrence of an entry, mostly to a run of it (docs/running.md). */
export interface RunEvent extends RunReport {
  /** The occurrence: its slot as ISO text in UTC, or `once`. */
  readonly occ: string;
  /** How often the occurrence had ended before; more after Retry. */
  readonly gen: number;
  /** What the claim is called; hex digits. */
  readonly token: string;
  readonly event: RunStep;
  readonly at: Instant;
  readonly pid?: number;
  /** The name of the machine, and what Defer knows it by: names change. */
  readonly host?: string;
  readonly machine?: string;
  /** The exit code; 128 + n where signal n ended the agent; 127 where there was nothing to start. */
  readonly exit_code?: number;
  readonly duration_ms?: number;
  /** The agent tool's own name for the conversation. */
  readonly session?: string;
  /** SHA-256 of the rendered prompt, hex. */
  readonly prompt_sha?: string;
  /** Whether nobody watched: it was started by no click. */
  readonly unattended?: true;
  /** The profile that was started, `command`, or `prompt file` where nothing was. */
  readonly agent?: string;
  /** How many slots were skipped, the first of which is `occ`. */
  readonly slots?: number;
  /**
   * Where it ended at a usage limit: when that resets, as ISO text in UTC, or `UNTOLD`; in a file it may be any text.
   */
  readonly limit?: string;
  /** Whether its entry was not put off to that reset by itself, so that a person says when. */
  readonly asks?: true;
  /** Whether a person stopped it. Its exit code is 130 then, for those that do not know this. */
  readonly stopped?: true;
  /** What it changed, once it has ended. */
  readonly changes?: RunChanges;
  /** Where it works, where that is not the checkout. */
  readonly place?: WorkPlace;
}

/** Stands for the reset of a usage limit where nothing told it. */
export const UNTOLD = 'untold';

/**
 * How a run went. `stopped`: a person stopped it with Defer. `interrupted`: hung up or interrupted in its terminal, or
 * it never started. `unknown`: its end was lost. `limit`: a usage limit stopped it, whatever its exit code.
 */
export type Outcome = 'running' | 'ok' | 'failed' | 'unknown' | 'skipped' | 'stopped' | 'interrupted' | 'limit';

/** One run, as every surface shows it, with what it changed. Times are ISO text in UTC, durations milliseconds. */
export interface Run extends RunChanges, RunReport {
  readonly occ: string;
  readonly gen: number;
  readonly token: string;
  readonly outcome: Outcome;
  readonly claimed_at: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly duration_ms: number | null;
  readonly session: string | null;
  readonly pid: number | null;
  readonly host: string | null;
  /** What Defer knows the machine by, where the file tells. */
  readonly machine?: string;
  /** SHA-256 of the rendered prompt, hex. */
  readonly prompt_sha: string | null;
  /** Whether nobody watched: it was started by no click. */
  readonly unattended: boolean;
  /** The profile that was started, `command`, or `prompt file` where nothing was; where the file tells. */
  readonly agent?: string;
  /** How many slots it stands for, where they were skipped. */
  readonly slots?: number;
  /** Where it ended at a usage limit: when that resets, or `untold`. */
  readonly limit?: string;
  /** Whether its entry was not put off to that reset by itself, so that a person says when. */
  readonly asks?: true;
  /** Where it worked; absent outside of a git repository, and where the file does not tell. */
  readonly place?: WorkPlace;
}

/** What is known of a run whose end is not written. */
export interface OpenRun {
  readonly token: string;
  readonly started: boolean;
  /** When it was started, else claimed. */
  readonly at: Instant;
  readonly pid: number | null;
  readonly host: string | null;
  readonly machine?: string;
}

/** Whether a run without an end may still be going on. The machine knows, core does not. */
export type Alive = (run: OpenRun) => boolean;

/** A run event as the file writes it. */
export const fromRunEvent = (event: RunEvent): Record<string, unknown> => ({ ...event, at: toIso(event.at) });

/** What makes two run events one: the file may hold copies. */
export const runEventKey = (event: RunEvent): string =>
  JSON.stringify([event.occ, event.gen, event.token, event.event]);

/**
 * The runs behind a set of events, oldest first; what was done by hand is none. `alive` tells a run that goes on from
 * one whose end was lost; a claim that nobody alive holds and that never started was interrupted, a start without an
 * end is unknown.
 */
export function toRuns(events: Iterable<RunEvent>, alive: Alive): readonly Run[] {
  const byToken = new Map<string, RunEvent[]>();
  for (const event of events) {
    if (event.event === 'done' || event.event === 'undone') {
      continue;
    }
    const key = nameOf(event);
    const known = byToken.get(key);
    if (known) {
      known.push(event);
    } else {
      byToken.set(key, [event]);
    }
  }
  return [...byToken.values()]
    .map(parts => ({ at: Math.min(...parts.map(part => part.at)), run: toRun(parts, alive) }))
    .sort((a, b) => a.at - b.at || compareTexts(nameOf(a.run), nameOf(b.run)))
    .map(({ run }) => run);
}

const nameOf = (run: Pick<Run, 'occ' | 'gen' | 'token'>): string => JSON.stringify([run.occ, run.gen, run.token]);

function toRun(parts: readonly RunEvent[], alive: Alive): Run {
  const step = (name: RunStep): RunEvent | undefined => parts.find(part => part.event === name);
  const [claimed, started, ended, skipped] = [step('claimed'), step('started'), step('ended'), step('skipped')];
  const first = parts[0] as RunEvent;
  const last = started ?? claimed ?? first;
  const machine = started ? started.machine : claimed?.machine;
  const begun: OpenRun = {
    token: first.token,
    started: started !== undefined,
    at: last.at,
    pid: started?.pid ?? claimed?.pid ?? null,
    host: started?.host ?? claimed?.host ?? null,
    ...(machine !== undefined && { machine }),
  };
  const agent = started?.agent ?? claimed?.agent ?? ended?.agent;
  const iso = (event: RunEvent | undefined): string | null => (event ? toIso(event.at) : null);
  const place = parts.find(part => part.place)?.place ?? (ended?.changes && 'here');
  return {
    occ: first.occ,
    gen: first.gen,
    token: first.token,
    outcome: skipped && !claimed && !started ? 'skipped' : ended ? outcomeOfEnd(ended) : outcomeOfOpen(begun, alive),
    claimed_at: iso(claimed),
    started_at: iso(started),
    ended_at: iso(ended),
    exit_code: ended?.exit_code ?? null,
    duration_ms: ended?.duration_ms ?? null,
    session: ended?.session ?? started?.session ?? claimed?.session ?? null,
    pid: begun.pid,
    host: begun.host,
    ...(machine !== undefined && { machine }),
    prompt_sha: ended?.prompt_sha ?? started?.prompt_sha ?? claimed?.prompt_sha ?? null,
    unattended: parts.some(part => part.unattended === true),
    ...(agent !== undefined && { agent }),
    ...(skipped?.slots !== undefined && { slots: skipped.slots }),
    ...(ended?.limit !== undefined && { limit: ended.limit }),
    ...(ended?.asks && { asks: true as const }),
    ...(ended && reportOf(ended)),
    ...ended?.changes,
    ...(place && { place }),
  };
}

function outcomeOfEnd({ exit_code: code, limit, stopped }: RunEvent): Outcome {
  if (stopped) {
    return 'stopped';
  }
  if (code === undefined) {
    return 'unknown';
  }
  if (limit !== undefined) {
    return 'limit';
  }
  return isInterruption(code) ? 'interrupted' : code === 0 ? 'ok' : 'failed';
}

function outcomeOfOpen(run: OpenRun, alive: Alive): Outcome {
  if (alive(run)) {
    return 'running';
  }
  return run.started ? 'unknown' : 'interrupted';
}

/** A hang-up, or a stop by the person's own hand: SIGHUP, SIGINT, or the 130 that shells and agents give for it. */
export const isInterruption = (exitCode: number): boolean => exitCode === 129 || exitCode === 130;
