import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toEntry, type Entry } from '../../src/core/entry/entry.ts';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import { isRefusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { instant, MINUTE, type Clock, type Instant } from '../../src/core/basics/time.ts';
import { toRuns, type Run } from '../../src/core/rows/runEvents.ts';
import { createAlive } from '../../src/runner/home/alive.ts';
import { createApprovals } from '../../src/runner/approval/approvals.ts';
import { createLauncher, type LauncherOptions } from '../../src/runner/start/launcher.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { FolderEvents } from '../../src/store/events/folderEvents.ts';
import { FolderFiles } from '../../src/store/files/folderFiles.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import type { Approvals, PlanOptions as Asked } from '../../src/verbs/host.ts';
import { bundled } from './bundled.ts';
import { testHome } from './home.ts';
import { placeFakeAgent, type FakeAgent } from './fakeAgent.ts';
import { runProgram } from './programWorker.ts';
import { isWindows } from './systems.ts';

/** A clock that runs, and that can be moved. */
export interface MovedClock extends Clock {
  ahead: number;
}

const movedClock = (): MovedClock => ({
  ahead: 0,
  now(): Instant {
    return instant(Date.now() + this.ahead);
  },
});

type PlanOptions = Partial<LauncherOptions> & Partial<Asked>;

/** A folder with a schedule, a home of Defer, and a folder of programs, none inside another. */
export interface Place {
  readonly root: string;
  readonly home: string;
  readonly folder: string;
  readonly bin: string;
  readonly clock: MovedClock;
  readonly ledger: Ledger;
  readonly env: Record<string, string>;
  /** Adds an entry that waits for the fake agent `claude`; gives its id. */
  add(set?: Readonly<Record<string, unknown>>, id?: string): Promise<string>;
  /** Adds one that may run without a person, due since just now; gives its id. */
  addAllowed(set?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The entry as the file has it now. */
  entry(id: string): Promise<Entry>;
  runs(id: string): Promise<readonly Run[]>;
  fakeAgent(name: string, behaviour?: Parameters<typeof placeFakeAgent>[2]): FakeAgent;
  launcher(options?: Partial<LauncherOptions>): ReturnType<typeof createLauncher>;
  approvals(options?: Partial<LauncherOptions>): Approvals;
  /** Lets a person approve an entry as it stands. */
  approve(id: string, options?: Partial<LauncherOptions>): Promise<void>;
  plan(id: string, options?: PlanOptions): Promise<LaunchPlan | Refusal>;
  /** Plans, claims, and gives the token without using it. */
  claim(id: string, options?: PlanOptions): Promise<string>;
  /** Starts a runner, as a terminal does: for a test that looks at its process, or does something meanwhile. */
  runner(token: string, env?: Readonly<Record<string, string>>): Runner;
  /** Runs a token to its end. The runner's program runs in a process that stays. */
  run(token: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  remove(): void;
}

/** How a runner ended: its exit code or the signal that ended it, and all that it and its agent printed. */
interface Ended {
  readonly code: number | NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A runner in a process of its own. */
export interface Runner {
  readonly process: ChildProcess;
  readonly end: Promise<Ended>;
}

/** The home also under its Windows name, because Node would pass on that of this process. */
const withHome = (env: Readonly<Record<string, string>>): Record<string, string> =>
  isWindows ? { ...env, USERPROFILE: env['HOME'] ?? '' } : env;

const runnerScript = (): string => bundled(join(import.meta.dirname, 'runnerProcess.ts'), 'cjs');

let count = 0;

/** An id of the kind that Defer makes. */
export const newId = (): string =>
  `01JDEFER${String((count += 1)).padStart(4, '0')}${String(process.pid).padStart(14, '0')}`;

export function makePlace(name = 'work'): Place {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-runner-')));
  const [home, folder, bin] = [join(root, 'home'), join(root, name), join(root, 'bin')];
  mkdirSync(folder);
  mkdirSync(bin);
  const clock = movedClock();
  const ledger = new Ledger(
    { scope: 'project', folder },
    new FileLog(folder),
    'abc123',
    endLinked,
    new FolderFiles(folder, { heartbeat: () => true }),
    new FolderEvents(folder),
  );
  const env = { PATH: bin, HOME: testHome };

  const common = (): Omit<LauncherOptions, 'begin'> => ({ home, clock, zone: 'UTC', env, folders: () => [folder] });
  const place: Place = {
    root,
    home,
    folder,
    bin,
    clock,
    ledger,
    env,
    async add(set = {}, id = newId()) {
      const now = clock.now();
      const due = new Date(now).toISOString();
      const payload = { message: 'Go on', prompt: 'Go on.', agent: 'claude', mode: 'fresh' };
      const state = await ledger.act(id, now, () => ({
        set: { kind: 'prompt', status: 'pending', due_at: due, payload, ...set },
      }));
      if (isRefusal(state)) {
        throw new Error(state.why);
      }
      return id;
    },
    async addAllowed(set = {}) {
      // However long it takes on a busy machine to allow it, that is before it is due.
      const due = new Date(clock.now() + MINUTE).toISOString();
      const id = await place.add({ due_at: due, ...set });
      const approvals = createApprovals({ home, clock, zone: 'UTC', env, folders: () => [folder] });
      const approval = await approvals.look(ledger, await place.entry(id));
      const refused = isRefusal(approval)
        ? approval
        : await approvals.allow(ledger, await place.entry(id), approval.hash);
      if (refused) {
        throw new Error(refused.why);
      }
      clock.ahead += 2 * MINUTE;
      return id;
    },
    async entry(id) {
      const state = (await ledger.look()).get(id);
      if (!state) {
        throw new Error(`No entry ${id}`);
      }
      return toEntry(state);
    },
    async runs(id) {
      const state = (await ledger.look()).get(id);
      return toRuns(state?.runEvents() ?? [], createAlive(home, clock));
    },
    fakeAgent: (name, behaviour) => placeFakeAgent(bin, name, behaviour),
    launcher: options => createLauncher({ ...common(), begin: async () => ({ state: 'started' }), ...options }),
    approvals: options => createApprovals({ ...common(), ...options }),
    async approve(id, options) {
      const approvals = place.approvals(options);
      const entry = await place.entry(id);
      const seen = await approvals.look(ledger, entry);
      const refused = isRefusal(seen) ? seen : await approvals.allow(ledger, entry, seen.hash);
      if (refused) {
        throw new Error(refused.why);
      }
    },
    async plan(id, { again = false, unattended = false, retry = unattended, reopens, ...options } = {}) {
      const how = { again, unattended, retry, ...(reopens && { reopens }) };
      return place.launcher(options).plan(ledger, await place.entry(id), how);
    },
    async claim(id, { again = false, unattended = false, retry = unattended, reopens, ...options } = {}) {
      let token = '';
      const launcher = place.launcher({
        ...options,
        begin: async given => {
          token = given;
          return { state: 'started' };
        },
      });
      const how = { again, unattended, retry, ...(reopens && { reopens }) };
      const plan = await launcher.plan(ledger, await place.entry(id), how);
      const started = isRefusal(plan) ? plan : await launcher.start(ledger, plan);
      if (isRefusal(started)) {
        throw new Error(started.why);
      }
      return token;
    },
    run: (token, more = {}) =>
      runProgram(process.execPath, runnerScript(), {
        words: [home, token, String(clock.ahead)],
        folder: process.cwd(),
        env: withHome({ ...env, ...more }),
      }),
    runner(token, more = {}) {
      const words = [runnerScript(), home, token, String(clock.ahead)];
      const child = spawn(process.execPath, words, {
        env: withHome({ ...env, ...more }),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const text = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
      child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
      const end = new Promise<Ended>(resolve => {
        child.once('close', (code, signal) => resolve({ code: code ?? signal, ...text }));
      });
      return { process: child, end };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  return place;
}

/** The rows of a place's schedule, as JSON. */
export const rowsOf = (place: Place): readonly Record<string, unknown>[] =>
  readFileSync(join(place.folder, '.sf', 'schedule.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>);

/** Waits until something is the case, looking again and again; fails loudly where it never is. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`Waited in vain until ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Starts an agent that goes on until it is told to end, and waits for it to be there. */
export async function longRun(
  place: Place,
  id: string,
): Promise<{ readonly runner: Runner; readonly agentPid: number; end(): void }> {
  const go = join(place.root, 'go');
  const agent = place.fakeAgent('claude', { waitsFor: go });
  const runner = place.runner(await place.claim(id));
  await until('the agent is there', () => agent.calls().length === 1);
  return { runner, agentPid: agent.calls()[0]?.pid ?? 0, end: () => writeFileSync(go, '') };
}

/**
 * Whether a process is there. One that has ended and was only not yet asked for its end, as Linux keeps them, is not.
 */
export const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
};
