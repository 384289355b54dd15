import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../core/rows/change.ts';
import { saysNothing } from '../../core/agent/nothingToReport.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { HEARTBEAT_ID } from '../../core/files/definition.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Fields } from '../../core/rows/row.ts';
import type { RunEvent } from '../../core/rows/runEvents.ts';
import { instant, type Instant } from '../../core/basics/time.ts';
import { recordHeartbeat } from '../../store/files/heartbeatFile.ts';
import { openActLog, actLogPath } from '../../store/actLog.ts';
import { Checkpoints } from '../../store/checkpoint/checkpoints.ts';
import { FileLog } from '../../store/log/fileLog.ts';
import { Ledger } from '../../store/ledger.ts';
import { endLinked } from '../../verbs/endLinked.ts';
import type { AgentExit } from './agentProcess.ts';
import { noteOwnRun } from '../agents/ownRuns.ts';
import { claimOfToken, isInTime, isToken, type Claim } from '../start/claim.ts';
import { endOf } from './ending.ts';
import { noteEnd } from '../approval/grantUse.ts';
import { toUnforeseenFault } from '../../store/disk/fault.ts';
import { OutputTail } from './outputTail.ts';
import { keepChanges } from '../changes/keptChanges.ts';
import { workIn } from '../results/workIn.ts';
import { markRunner } from '../process/runnerMark.ts';
import { eventOf } from '../start/claimEvent.ts';
import { SessionSearch } from '../agents/sessionSearch.ts';
import { catchSignals, type Caught } from './signals.ts';
import { takeBack, useToken } from '../start/tokenUse.ts';
import { startAgent, startAndWatch, type ExecIo } from './startAgent.ts';
import { keepEnd } from './keptEnd.ts';
import { usedBy } from './usedBy.ts';
import { metLimit } from './metLimit.ts';
import { limitMember, retryOptionsOf } from './retryOptions.ts';

/** The exit code where nothing was started. */
const NOT_STARTED = 1;
/** The exit code where the agent ended well but that could not be written (EX_IOERR). */
const NOT_RECORDED = 74;

/** The pauses before the end of a run is written again where that failed, in ms. */
const PAUSES = [100, 400, 1500];

/**
 * Runs what a token was claimed for, in this process's terminal, and keeps the record: `started`, then `ended` with the
 * true exit code (docs/running.md, "At most once"). Gives the agent's exit code; 1, with the reason said, where the
 * token is not one of a claim, older than two minutes, or used before, or where the start cannot be recorded.
 */
export async function exec(token: string, io: ExecIo): Promise<number> {
  const signals = catchSignals();
  try {
    const claim = await admit(token, io);
    if (isRefusal(claim)) {
      io.say(claim.why);
      return NOT_STARTED;
    }
    const unmark = await knownAsRunner(claim, io);
    try {
      const end = await (claim.plan.reopens === undefined ? run : reopen)(claim, io, signals);
      if (end.exit) {
        io.ended?.(claim.plan.agent, end.exit);
      }
      return end.exitCode;
    } finally {
      unmark();
    }
  } finally {
    signals.release();
  }
}

async function admit(token: string, { home, clock }: ExecIo): Promise<Claim | Refusal> {
  const claim = isToken(token) ? await claimOfToken(home, token) : undefined;
  if (!claim) {
    return refusal('Nothing was started: this run is not claimed. Start it with Defer: Run, or defer run <id>.');
  }
  if (!isInTime(claim, clock.now())) {
    return refusal('Nothing was started: this run was claimed more than two minutes ago. Run the entry again.');
  }
  if (!(await useToken(home, token))) {
    return refusal('Nothing was started: this run was started before. The schedule shows how it went.');
  }
  return claim;
}

/** How the agent ended, where it was started, and the exit code of it all. */
interface RunEnd {
  readonly exit?: AgentExit;
  readonly exitCode: number;
}

/** A conversation that is opened for a person is no run: nothing is recorded. */
async function reopen(claim: Claim, io: ExecIo, signals: Caught): Promise<RunEnd> {
  const company = { tail: undefined, search: new SessionSearch(claim, io) };
  const exit = await startAgent(claim, io, signals, company);
  return { exit, exitCode: exit.exitCode };
}

async function run(claim: Claim, io: ExecIo, signals: Caught): Promise<RunEnd> {
  const note = openActLog(io.log ?? actLogPath(io.env, io.home));
  const ledger = new Ledger(
    { ...claim, note },
    new FileLog(claim.folder, new Checkpoints(claim.folder, io.home)),
    randomBytes(6).toString('hex'),
    endLinked,
  );
  const startedAt = io.clock.now();
  const atStart = await recordStart(claim, ledger, startedAt, io.home).catch((error: unknown): Refusal =>
    refusal(`Nothing was started: ${messageOf(error)}`),
  );
  if (isRefusal(atStart)) {
    await takeBack(io.home, claim.token);
    io.say(atStart.why);
    return { exitCode: NOT_STARTED };
  }
  const tail = claim.plan.unattended ? new OutputTail(io.home, claim.token) : undefined;
  const work = await workIn(claim, startedAt, io);
  const search = new SessionSearch(work.claim, io);
  const begun = instant(Date.now());
  // A signal ends git as well; then the run was interrupted, and nothing failed.
  const { exit, isStopped, overMinutes } =
    work.failure && !signals.first
      ? { exit: work.failure, isStopped: false, overMinutes: undefined }
      : await startAndWatch(work.claim, io, signals, { tail, search });
  const endedAt = io.clock.now();
  const seen = await work.end(endedAt);
  const session = await search.end(signals.stop !== undefined);
  const limit = await metLimit(work.claim, { exit, tail, session: session ?? claim.plan.session, begun }, io);
  const isWhole = !isStopped && overMinutes === undefined && signals.stop === undefined && exit.exitCode < 128;
  const spent = { exit, session: session ?? claim.plan.session, begun, isWhole, isHurried: signals.stop !== undefined };
  const used = await usedBy(work.claim, spent, io.env);
  await tail?.close().catch((error: unknown) => io.say(`What the agent printed was not kept: ${messageOf(error)}`));
  const ended: RunEvent = {
    ...eventOf(claim, 'ended', endedAt, io.home),
    exit_code: exit.exitCode,
    duration_ms: Math.max(0, endedAt - startedAt),
    ...(session !== undefined && { session }),
    ...limitMember(limit),
    ...(isStopped && { stopped: true as const }),
    ...(tail && saysNothing(tail.lastWords) && { nothing_to_report: true as const }),
    ...(overMinutes !== undefined && { over_minutes: overMinutes }),
    ...(used && { used }),
    ...(seen && { changes: seen.changes }),
  };
  await (seen && keepChanges(io.home, claim.token, seen.files))?.catch((error: unknown) =>
    io.say(`Which files the run changed could not be kept: ${messageOf(error)}`),
  );
  await noteTurns(claim, session ?? claim.plan.session, begun, io);
  const options = retryOptionsOf(claim, limit);
  await keepEnd(io.home, ended).catch((error: unknown) =>
    io.say(`How this run ended could not be kept in ${io.home}: ${messageOf(error)}`),
  );
  await noteEnd(io.home, claim, exit.exitCode, limit !== undefined).catch((error: unknown) =>
    io.say(`The record of what was allowed could not be updated: ${messageOf(error)}`),
  );
  const failure = await recordEnd(claim, ledger, ended, state => endOf(state, atStart.fields, ended, exit, options));
  if (failure !== undefined) {
    io.say(`The run ended (${exit.words}), but that could not be written: ${failure} Its end will show as unknown.`);
    return { exit, exitCode: exit.exitCode || NOT_RECORDED };
  }
  if (claim.plan.entryId === HEARTBEAT_ID && exit.exitCode === 0) {
    await recordHeartbeat(claim.folder, endedAt).catch((error: unknown) => io.say(messageOf(error)));
  }
  return { exit, exitCode: exit.exitCode };
}

/** What Defer said in a conversation is no turn of a person. */
async function noteTurns({ plan }: Claim, session: string | undefined, from: Instant, io: ExecIo): Promise<void> {
  if (session !== undefined && plan.store !== undefined) {
    await noteOwnRun(io.home, session, { from, to: instant(Date.now()) }).catch((error: unknown) =>
      io.say(`That this run was Defer's could not be remembered: ${messageOf(error)}`),
    );
  }
}

/**
 * Marks this process as the runner of an agent. The agent's environment tells of its run as well, so a run goes on
 * without the mark.
 */
async function knownAsRunner({ plan, token }: Claim, io: ExecIo): Promise<() => void> {
  try {
    const run = plan.reopens === undefined ? { token, entry: plan.entryId } : undefined;
    return await markRunner(io.home, plan.agent, run);
  } catch (error) {
    io.say(`This run could not be registered in ${io.home}: ${messageOf(error)}`);
    return () => undefined;
  }
}

/** The fields of the entry as the run began; refused where it was closed since it was claimed. */
async function recordStart(
  claim: Claim,
  ledger: Ledger,
  now: Instant,
  home: string,
): Promise<{ readonly fields: Fields } | Refusal> {
  const state = await ledger.act(claim.plan.entryId, now, before => {
    if (!before) {
      return refusal('Nothing was started: the entry is no longer in the schedule.');
    }
    return before.isOpen
      ? { set: {}, run: eventOf(claim, 'started', now, home) }
      : refusal(`Nothing was started: the entry is already ${toEntry(before).status}.`);
  });
  return isRefusal(state) ? state : { fields: state.fields() };
}

/** Undefined once the end is on the disk, else why it is not. */
async function recordEnd(
  claim: Claim,
  ledger: Ledger,
  ended: RunEvent,
  decide: (state: EntryState | undefined) => Change,
): Promise<string | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await stat(claim.folder);
      await ledger.act(claim.plan.entryId, ended.at, decide);
      return undefined;
    } catch (error) {
      const wait = PAUSES[attempt];
      if (wait === undefined) {
        return messageOf(error);
      }
      await pause(wait);
    }
  }
}

/** An error in plain words: what Node says of one is for programmers. */
const messageOf = (error: unknown): string => toUnforeseenFault(error).message;
