import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ulid } from 'ulid';
import { readLimits, type Limits } from '../../core/entry/runLimits.ts';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import { fromIso, instant, type Clock } from '../../core/basics/time.ts';
import { isZone } from '../../core/basics/zone.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { agentDeferPlaces } from '../../runner/agents/agentDeferPlaces.ts';
import { createAlive } from '../../runner/home/alive.ts';
import { runAbove } from '../../runner/process/ancestors.ts';
import { deferHome, resultsFolder } from '../../runner/home/homeFiles.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import { lazyRunner, type Runner } from '../../runner/start/lazyRunner.ts';
import { createRunRecords } from '../../runner/home/runRecords.ts';
import { openActLog, actLogPath, lastActLines } from '../../store/actLog.ts';
import { Checkpoints } from '../../store/checkpoint/checkpoints.ts';
import { FolderEvents } from '../../store/events/folderEvents.ts';
import { FolderFiles, SCHEDULE_FOLDER, type FileOptions } from '../../store/files/folderFiles.ts';
import { openUndoJournal } from '../../store/undoJournal.ts';
import { Ledger, type Scope } from '../../store/ledger.ts';
import { endLinked } from '../../verbs/endLinked.ts';
import { machineWall } from '../../store/processes/machineWall.ts';
import { machineZone } from '../../store/processes/machineZone.ts';
import { quickMachineZone } from '../../store/processes/quickZone.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { writeProblem } from '../../store/disk/writeProblem.ts';
import { sfPlace } from '../../store/disk/sfPlace.ts';
import { authorOf } from '../../verbs/agentPolicy.ts';
import type { Approvals, Host } from '../../verbs/host.ts';
import { UsageError, type GlobalOptions } from '../parse/call.ts';
import { confirm } from '../terminal/confirm.ts';
import { readFile } from '../terminal/readFile.ts';
import { findFolder, namedFolder, real, type FoundFolder } from './scheduleFolder.ts';
import type { CliLauncherOptions } from './cliLauncher.ts';
import { scheduleOfWorktree } from './worktreeSchedule.ts';
import { SlowRead } from '../terminal/slowRead.ts';
import { terminalStyleOf } from '../terminal/terminal.ts';

/**
 * What the command line brings to the verbs, for one command or for a server that lives on. Throws a UsageError for
 * flags that name nothing there is.
 */
export function createHost(options: GlobalOptions, asker: 'call' | 'server' = 'call'): Host {
  const clock = clockOf(options.now);
  const zone = zoneOf(options.tz, asker);
  const ledgers = once(() => ledgersOf(options, log));
  const places = options.runtime === undefined ? undefined : agentDeferPlaces(process.env);
  const log = places?.log ?? actLogPath();
  const run = once(() => runOf(process.env));
  return {
    // `defer when` needs no folder.
    get ledgers() {
      return ledgers();
    },
    get here() {
      return real(process.cwd());
    },
    clock,
    get zone() {
      return zone();
    },
    // A `TZ` may name no zone, which only asking for the name tells.
    ...(options.tz === undefined && !process.env['DEFER_TIMEZONE'] && !process.env['TZ'] && { wallOf: machineWall }),
    get author() {
      const above = run();
      return above ? authorOf(above.agent) : 'cli';
    },
    get underAgent() {
      return run() !== undefined;
    },
    get style() {
      return terminalStyleOf(1, process.env);
    },
    ...(process.env['DEFER_GO_ON'] && { goOn: process.env['DEFER_GO_ON'] }),
    starter: () => '"defer run --due" starts what is due and allowed; "defer handoff cron" prints what calls it.',
    newId: () => ulid(clock.now(), chance),
    records: createRunRecords(deferHome()),
    readFile,
    conversations: loadOnce(async () => {
      const { openConversations } = await import('../../runner/conversations/openConversations.ts');
      return openConversations({
        ...{ home: deferHome(), env: process.env, clock, zone, asker },
        folders: () => ledgers().map(ledger => ledger.folder),
      });
    }),
    results: loadOnce(async () => {
      const { createResultDesk } = await import('../../runner/results/localResults.ts');
      return createResultDesk(deferHome(), clock);
    }),
    mayHaveResults: () => existsSync(resultsFolder(deferHome())),
    alive: createAlive(deferHome(), { now: () => instant(Date.now()) }),
    ...lateRunner(() => ({
      clock,
      zone: zone(),
      folders: ledgers().map(ledger => ledger.folder),
      quiet: options.json,
      limits: limitsOf,
      underRun: () => run() !== undefined,
      ...(places && { prompts: resolve(places.prompts), log }),
    })),
    ...(options.runtime !== undefined &&
      places && { runtime: { name: options.runtime, tasks: resolve(places.tasks), archive: resolve(places.archive) } }),
    undo: openUndoJournal(deferHome()),
    actLog: {
      path: log,
      nameOf: realFolder,
      lines: (limit, keeps) => lastActLines(log, limit, keeps),
      problem: () => writeProblem(log),
    },
    handoff: async () => {
      const { createHandoffDesk } = await import('../../runner/handoffDesk.ts');
      const folders = (): readonly string[] => ledgers().map(ledger => ledger.folder);
      return createHandoffDesk({ env: process.env, cli: process.argv[1] ?? '', folder: process.cwd(), folders });
    },
    confirm,
  };
}

/**
 * The agent of the run that this process is part of, by its environment, or by that of the processes it descends from:
 * an agent can clear the one, and not choose the others. Whoever only looks is not asked.
 */
const runOf = (env: NodeJS.ProcessEnv): { readonly agent: string } | undefined =>
  env['DEFER_RUN_ID'] === undefined ? runAbove(process.ppid, deferHome()) : { agent: env['DEFER_AGENT'] ?? 'run' };

function clockOf(now: string | undefined): Clock {
  if (now === undefined) {
    return { now: () => instant(Date.now()) };
  }
  const fixed = fromIso(now)?.at;
  if (fixed === undefined) {
    throw new UsageError(`--now takes an ISO time such as 2026-11-22T10:00:00Z, not "${clean(now)}".`, 2);
  }
  return { now: () => fixed };
}

/** Random numbers for `ulid`. By itself it loads all of Web Crypto, which takes as long as writing a row. */
const chance = (): number => randomBytes(1).readUInt8() / 256;

/** The zone, found when it is first asked for: finding the one of the machine may take as long as a list. */
function zoneOf(tz: string | undefined, asker: 'call' | 'server'): () => string {
  const named = tz ?? (process.env['DEFER_TIMEZONE'] || undefined);
  if (named !== undefined && !isZone(named)) {
    noZone(tz === undefined ? 'DEFER_TIMEZONE' : '--tz', named);
  }
  const ofMachine = asker === 'call' ? quickMachineZone : machineZone;
  return once(() => named ?? ofMachine() ?? noZone('TZ', process.env['TZ'] ?? ''));
}

function noZone(from: string, name: string): never {
  throw new UsageError(`${from}: there is no time zone "${clean(name)}". Use an IANA name such as Europe/Paris.`, 2);
}

/** A value that is made when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function ledgersOf({ dir, scope }: GlobalOptions, log: string): readonly Ledger[] {
  const actor = once(() => randomBytes(8).toString('hex'));
  const open = (kind: Scope, folder: string): Ledger =>
    new Ledger(
      { scope: kind, folder, note: openActLog(log) },
      new SlowRead(folder, new Checkpoints(folder, deferHome())),
      actor,
      endLinked,
      new FolderFiles(folder, { ...fileOptions, isPlugin: kind === 'project' }),
      new FolderEvents(folder),
    );
  const home = homedir();
  if (scope === 'global') {
    return [open('global', home)];
  }
  const named = dir === undefined ? undefined : namedFolder(dir, process.cwd());
  const checkout = scheduleOfWorktree(named ?? real(process.cwd()), deferHome());
  const found = dir === undefined && checkout === undefined ? findFolder(process.cwd()) : undefined;
  const folder = checkout ?? (dir === undefined ? (found?.isForeign ? undefined : found?.folder) : named);
  if (folder === undefined && dir === undefined && scope === 'all') {
    return [open('global', home)];
  }
  if (folder === undefined) {
    throw new UsageError(noFolderText(dir, found), 2);
  }
  // One file under two names is one schedule, and it is the global one (FORMAT.md).
  if (sfPlace(folder) === sfPlace(home)) {
    return [open('global', home)];
  }
  return scope === 'all' ? [open('project', folder), open('global', home)] : [open('project', folder)];
}

/** Why there is no project's schedule to speak of, and what to do. */
function noFolderText(dir: string | undefined, found: FoundFolder | undefined): string {
  if (dir !== undefined) {
    return `There is no folder "${clean(dir)}".`;
  }
  return found
    ? `${cleanLine(found.folder)} or its schedule belongs to another user, so it is not used. To use it anyway, name it with --dir.`
    : 'The home folder and those above it have no project schedule. Change to a project, name one with --dir, or use --scope global.';
}

/** What the editor has settings for, from the environment. */
const fileOptions: FileOptions = {
  schedules: () => process.env['DEFER_SCHEDULES'] || SCHEDULE_FOLDER,
  heartbeat: () => process.env['DEFER_HEARTBEAT'] === 'on',
};

/** What limits runs without a person, from the environment, as a crontab has it. */
const limitsOf = (): Limits | Refusal =>
  readLimits({
    dailyRuns: { name: 'DEFER_DAILY_RUNS', value: process.env['DEFER_DAILY_RUNS'] },
    quietHours: { name: 'DEFER_QUIET_HOURS', value: process.env['DEFER_QUIET_HOURS'] },
  });

/** The runner of the command line. Where nothing was ever allowed, nobody has to be asked what was. */
function lateRunner(options: () => CliLauncherOptions): Runner {
  const late = lazyRunner(async () => (await import('./cliLauncher.ts')).createCliRunner(options()));
  const isAnyAllowed = (): boolean => existsSync(allowFolder(deferHome()));
  const marks: Approvals['marks'] = async ledger => (isAnyAllowed() ? late.approvals.marks(ledger) : new Map());
  const settle: Approvals['settle'] = async (...given) =>
    isAnyAllowed() ? late.approvals.settle(...given) : undefined;
  const looked: Approvals['looked'] = async (...given) =>
    isAnyAllowed() ? late.approvals.looked(...given) : undefined;
  const takeBack: Approvals['takeBack'] = async (...given) =>
    isAnyAllowed() ? late.approvals.takeBack(...given) : undefined;
  return { ...late, approvals: { ...late.approvals, marks, settle, looked, takeBack } };
}
