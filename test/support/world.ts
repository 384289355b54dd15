import { hostname } from 'node:os';
import { parseCommandLine } from '../../src/cli/parse/commandLine.ts';
import { quickParse } from '../../src/cli/parse/quickParse.ts';
import { verbs } from '../../src/verbs/index.ts';
import { BACKOFF } from '../../src/core/entry/backoff.ts';
import { toEntry, type Entry } from '../../src/core/entry/entry.ts';
import { runOccurrenceOf } from '../../src/core/entry/occurrenceOf.ts';
import { dealtUpTo } from '../../src/core/agent/grant.ts';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import type { WorktreePlan } from '../../src/core/agent/worktreePlan.ts';
import { USUAL_LIMITS, type Limits } from '../../src/core/entry/runLimits.ts';
import { busyRefusal, isRefusal, refusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { toRuns, type RunEvent } from '../../src/core/rows/runEvents.ts';
import { fromIso, instant, type Clock, type Duration, type Instant } from '../../src/core/basics/time.ts';
import { endOf, type MetLimit } from '../../src/runner/exec/ending.ts';
import { limitMember } from '../../src/runner/exec/retryOptions.ts';
import { runRefusal } from '../../src/runner/start/plan.ts';
import type { EventSource } from '../../src/store/events/eventSource.ts';
import { FolderEvents } from '../../src/store/events/folderEvents.ts';
import { FolderFiles } from '../../src/store/files/folderFiles.ts';
import { Ledger, type Scope } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { MemoryLog } from './memoryLog.ts';
import { Lookout } from '../../src/store/events/lookout.ts';
import type { Reply } from '../../src/verbs/verb.ts';
import type { Host, Launcher, PlanOptions } from '../../src/verbs/host.ts';
import type { Question } from '../../src/verbs/question.ts';
import { memoryUndo } from './memoryUndo.ts';
import { memoryApprovals, type TimedUse } from './memoryApprovals.ts';
import './home.ts';
import { askVerb } from '../../src/verbs/askVerb.ts';

/** A moment as ISO text with its offset. */
export const at = (iso: string): Instant => {
  const time = fromIso(iso);
  if (!time) {
    throw new Error(`Not a time: ${iso}`);
  }
  return time.at;
};

/** An entry as a verb answers with it (render/json.ts). */
export type Answer = Readonly<Record<string, unknown>> & { readonly id: string };

/** A schedule in memory. */
export interface Shelf {
  readonly ledger: Ledger;
  readonly log: MemoryLog;
}

/** What a world is made with. */
export interface WorldOptions {
  readonly now?: string;
  readonly zone?: string;
  /** The lines of the schedules at the beginning; `global` makes a second one. */
  readonly text?: string;
  readonly global?: string;
  /** A folder on the disk, where events and files are looked for; rows stay in memory. */
  readonly folder?: string;
  /** Whether it is seen what entries wait for, without a folder on the disk: other entries, and processes. */
  readonly watches?: true;
  /** Six lower-case hex digits, one for every writer. */
  readonly actor?: string;
}

/** Defer in memory: what a person says on the command line, schedules without a disk, a clock that stands still. */
export interface World {
  readonly host: Host;
  readonly clock: Clock & { push(by: Duration): void };
  readonly project: Shelf;
  /** What was to be confirmed, and the answer that the person gives. */
  readonly asked: Question[];
  confirms: boolean;
  /** Whether they take the other answer that is offered, where one is. */
  choosesAlso: boolean;
  /** Every plan that was started, and the exit code that the next start ends with. */
  readonly starts: LaunchPlan[];
  exitCode: number;
  /** The usage limit that the next starts end at, whatever their exit code. */
  limit: MetLimit | undefined;
  /** What else the rows of the next ends say. */
  ends: Partial<RunEvent>;
  /** How long the next starts last, in ms. */
  lasts: Duration;
  /** Whether runs without an end count as going on. */
  alive: boolean;
  /** What limits runs without a person. */
  limits: Limits;
  /** Says something to Defer, word by word. */
  say(...words: readonly string[]): Promise<Reply>;
  /** The value of the answer; throws where it was refused. */
  value<Value = Answer>(...words: readonly string[]): Promise<Value>;
  /** Why it was refused; throws where it was not. */
  refusal(...words: readonly string[]): Promise<string>;
  /** Adds an entry; gives its id. */
  add(message: string, when: string, ...more: readonly string[]): Promise<string>;
  /** Writes a run event of an entry's occurrence. */
  record(id: string, event: Omit<RunEvent, 'occ' | 'gen' | 'at'>): Promise<void>;
  /** The rows of the project's schedule. */
  rows(): readonly Readonly<Record<string, unknown>>[];
}

/** Sees what entries wait for, and asks no git how the work stands. */
function watching(folder: string): EventSource {
  const lookout = new Lookout(folder);
  return {
    observe: (state, schedule) => lookout.observe(state, schedule),
    baseline: (wanted, schedule, now) => lookout.baseline(wanted, schedule, now),
    state: async () => ({
      origin: async () => ({ artifacts: {} }),
      since: async () => [],
      mergesRows: async () => undefined,
    }),
  };
}

/** The worktree of runs that are to work in one. */
const WORKTREE: WorktreePlan = {
  ...{ checkout: '/home/me/project', repository: '/home/me/project/.git', base: 'a'.repeat(40), prefix: '' },
  ...{
    title: 'Resume',
    branchWords: 'Resume',
    brings: { copy: ['.env'], link: [] },
    told: { kind: 'copy', head: 'a'.repeat(40), changed: 0, pointers: 0 },
  },
};

/** Every id begins `01ENTRY`, as those of one moment begin alike; the number of the entry comes last. */
const numbered = (count: number, actor: string): string =>
  `01ENTRY${actor.toUpperCase()}${String(count).padStart(13, '0')}`;

export function createWorld(options: WorldOptions = {}): World {
  let now = at(options.now ?? '2026-11-23T10:00:00Z');
  let count = 0;
  const actor = options.actor ?? 'abc123';
  const clock = {
    now: (): Instant => now,
    push: (by: Duration): void => {
      now = instant(now + by);
    },
  };
  const shelf = (scope: Scope, folder: string, text: string | undefined): Shelf => {
    const log = new MemoryLog(text);
    const [files, events] =
      folder === options.folder
        ? [new FolderFiles(folder, { heartbeat: () => true }), new FolderEvents(folder)]
        : [undefined, options.watches && watching(folder)];
    return { log, ledger: new Ledger({ scope, folder }, log, actor, endLinked, files, events) };
  };
  const project = shelf('project', options.folder ?? '/home/me/project', options.text);
  const shelves = [project, ...(options.global === undefined ? [] : [shelf('global', '/home/me', options.global)])];

  const record = async (
    ledger: Ledger,
    id: string,
    event: Omit<RunEvent, 'occ' | 'gen' | 'at'>,
    slot: { readonly occ: string; readonly gen: number },
  ): Promise<void> => {
    const after = await ledger.act(id, now, () => ({ set: {}, run: { ...slot, at: now, ...event } }));
    if (isRefusal(after)) {
      throw new Error(after.why);
    }
  };

  const planOf = (
    entry: Entry,
    { again, unattended = false, retry = unattended, place = entry.place }: PlanOptions,
  ): LaunchPlan | Refusal => {
    const { id: entryId, mode, agent = 'claude', prompt = '', command } = entry;
    const isCommand = entry.kind === 'command';
    const args = isCommand ? command.slice(1) : ['--', prompt];
    const executable = isCommand ? (command[0] ?? '') : `/usr/bin/${agent}`;
    const slot = { occ: runOccurrenceOf(entry, now), gen: 0, again, unattended };
    const plan: LaunchPlan = {
      ...{ entryId, ...slot, agent, mode, executable, calledAs: executable, args, cwd: '/home/me/project' },
      ...{ prompt, basis: prompt },
      ...(retry && { retry: BACKOFF }),
      ...(place === 'worktree' && { worktree: WORKTREE }),
      pattern: { input: 'argument', vectors: [isCommand ? args : ['--', '<prompt>']] },
    };
    return runRefusal(entry) ?? plan;
  };
  const uses = new Map<string, TimedUse>();
  const noteUse = (ledger: Ledger, { entryId, occ, unattended }: LaunchPlan, failed: boolean, began: Instant): void => {
    if (unattended || !failed) {
      const before = uses.get(entryId);
      const state = ledger.schedule.get(entryId);
      const upto = state ? dealtUpTo(toEntry(state), began) : began;
      const counts = failed && world.limit === undefined;
      const failures = (before?.occ === occ ? before.failures : 0) + Number(counts);
      uses.set(entryId, { occ, upto, failed, failures, starting: false, at: began });
    }
  };
  const approvals = memoryApprovals({
    clock,
    zone: options.zone ?? 'UTC',
    planOf: entry => planOf(entry, { again: false, unattended: true }),
    limits: () => world.limits,
    used: () => world.starts.filter(({ unattended }) => unattended).length,
    useOf: id => uses.get(id),
  });

  const launcher: Launcher = {
    async plan(ledger, entry, asked) {
      const runs = toRuns(ledger.schedule.get(entry.id)?.runEvents() ?? [], host.alive);
      if (runs.some(run => run.outcome === 'running')) {
        return busyRefusal('A run of this entry goes on.');
      }
      return (
        (asked.unattended && !asked.preview ? approvals.refusalOf(ledger, entry, runs) : undefined) ??
        planOf(entry, asked)
      );
    },
    async start(ledger, plan) {
      world.starts.push(plan);
      if (plan.reopens !== undefined) {
        return { state: 'ended', exitCode: world.exitCode };
      }
      const token = `token${world.starts.length}`;
      const unattended = plan.unattended && { unattended: true as const };
      await record(ledger, plan.entryId, { token, event: 'started', host: hostname(), ...unattended }, plan);
      noteUse(ledger, plan, world.exitCode !== 0 || world.limit !== undefined, now);
      clock.push(world.lasts);
      const ended: RunEvent = {
        ...{ occ: plan.occ, gen: plan.gen, token, at: now, event: 'ended' },
        exit_code: world.exitCode,
        duration_ms: world.lasts,
        ...limitMember(world.limit),
        ...world.ends,
      };
      const exit = { exitCode: world.exitCode, words: `exit code ${world.exitCode}` };
      await ledger.act(plan.entryId, now, state =>
        endOf(state, {}, ended, exit, { backoff: plan.retry, limit: world.limit }),
      );
      return { state: 'ended', exitCode: world.exitCode };
    },
    stop: async () => refusal('This entry is not running, so there is nothing to stop.'),
    planOpening: async ({ agent, id, folder }) => ({
      ...{ entryId: '', occ: '', gen: 0, again: false, unattended: false, agent, mode: 'callback' },
      ...{
        executable: `/usr/bin/${agent}`,
        calledAs: agent,
        args: ['--resume', id],
        cwd: folder,
        prompt: '',
        basis: '',
      },
      ...{ pattern: { input: 'argument', vectors: [['--resume', '<session>']] }, session: id, reopens: '' },
    }),
    agents: async () => [{ name: 'claude', path: '/usr/bin/claude', can: ['fresh'], problem: null }],
  };

  const host: Host = {
    ledgers: shelves.map(({ ledger }) => ledger),
    clock,
    zone: options.zone ?? 'UTC',
    author: 'cli',
    newId: () => numbered((count += 1), actor),
    alive: () => world.alive,
    launcher,
    approvals,
    undo: memoryUndo(),
    confirm: async question => {
      world.asked.push(question);
      if (world.confirms && world.choosesAlso) {
        question.also?.choose();
      }
      return world.confirms;
    },
  };

  const world: World = {
    host,
    clock,
    project,
    asked: [],
    ...{ confirms: false, choosesAlso: false },
    starts: [],
    exitCode: 0,
    limit: undefined,
    ends: {},
    lasts: 0,
    alive: false,
    limits: USUAL_LIMITS,
    async say(...words) {
      const call = quickParse(words, verbs) ?? parseCommandLine(words, '0');
      if (call.kind !== 'verb') {
        throw new Error(`Not a verb: ${words.join(' ')}`);
      }
      return askVerb(host, call.verb, call.input);
    },
    async value<Value>(...words: readonly string[]) {
      const reply = await world.say(...words);
      if (!reply.ok) {
        throw new Error(reply.why);
      }
      return reply.value as Value;
    },
    async refusal(...words) {
      const reply = await world.say(...words);
      if (reply.ok) {
        throw new Error(`Not refused: ${words.join(' ')}`);
      }
      return reply.why;
    },
    async add(message, when, ...more) {
      return (await world.value('add', message, '--when', when, ...more)).id;
    },
    async record(id, event) {
      const { due_at: due, original_due_at: slot } = await world.value('show', id);
      await record(project.ledger, id, event, { occ: String(slot ?? due), gen: 0 });
    },
    rows: () => project.log.lines.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
  return world;
}
