import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVELOPE } from '../../src/core/rows/row.ts';
import { toEntry, type Entry } from '../../src/core/entry/entry.ts';
import type { EntryState } from '../../src/core/fold/entryState.ts';
import type { Standing } from '../../src/core/agent/drift.ts';
import { KNOWN_FIELDS } from '../../src/core/rows/fields.ts';
import { FrontMatterFields } from '../../src/core/files/frontMatterFields.ts';
import { readHeartbeatState } from '../../src/core/files/heartbeat.ts';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { HOUR, instant, type Clock, type Instant } from '../../src/core/basics/time.ts';
import { createApprovals } from '../../src/runner/approval/approvals.ts';
import { createLauncher } from '../../src/runner/start/launcher.ts';
import { createProgramCache } from '../../src/runner/agents/programCache.ts';
import type { EventSource } from '../../src/store/events/eventSource.ts';
import { FolderFiles } from '../../src/store/files/folderFiles.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { MemoryLog } from './memoryLog.ts';
import { GIT, H2, LATER, SCRIPTS, type Json, type Script } from './approvedScripts.ts';
import { placeFakeAgent } from './fakeAgent.ts';
import { recording, type MemberPath } from './fieldsRead.ts';
import { fitsGit, rowOf, tampered, writeFiles, type Spot, type Tamper } from './tamper.ts';
import './home.ts';

/** An approved entry and what can be done to it behind the person's back. */
export interface Scene {
  readonly name: string;
  /** Every place that something on the way from the schedule to the agent reads, and all that FORMAT.md knows. */
  readonly spots: readonly Spot[];
  /** What its agent was to be given when it was approved. */
  readonly approved: LaunchPlan;
  /** What an agent would be started with after such changes, or why none is. */
  after(tampers: readonly Tamper[]): Promise<LaunchPlan | Refusal>;
}

/** Every scene there is. `remove` takes away what they left on the disk. */
export async function openScenes(): Promise<{ readonly scenes: readonly Scene[]; remove(): void }> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-approved-')));
  const { HOME } = process.env;
  process.env['HOME'] = root;
  const bin = join(root, 'bin');
  const agent = placeFakeAgent(bin, 'claude');
  const env = { PATH: bin, DEFER_EXECUTOR: agent.path };
  const scenes: Scene[] = [];
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const folder = join(root, `work${scenes.length}`);
    mkdirSync(folder);
    scenes.push(await openScene(name, script, { folder, home: join(root, 'home'), env }));
  }
  return {
    scenes,
    remove() {
      process.env['HOME'] = HOME;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface Around {
  readonly folder: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

async function openScene(name: string, script: Script, { folder, home, env }: Around): Promise<Scene> {
  let now: Instant = instant(Date.now());
  const clock: Clock = { now: () => now };
  const options = {
    ...{ home, clock, zone: 'UTC', env, folders: () => [folder], programs: createProgramCache() },
    limits: () => ({ dailyRuns: 1000, quiet: undefined }),
    ...script.options,
  };
  const launcher = createLauncher({ ...options, begin: async () => ({ state: 'started' }) });
  const approvals = createApprovals(options);

  /** The ledger as it is read after such changes, with what git says. */
  function ledgerAfter(tampers: readonly Tamper[], standing: (git: Json) => Standing): Ledger {
    writeFiles(folder, script, tampers);
    const text = script.row ? `${JSON.stringify({ id: script.id, ...script.row })}\n` : '';
    const files = new FolderFiles(folder, { heartbeat: () => true });
    const git = tampered({ ...GIT, artifacts: {} }, tampers.filter(fitsGit), 'git');
    const log = new MemoryLog(text + rowOf(script, tampers));
    return new Ledger(
      { scope: 'project', folder },
      log,
      'abc123',
      endLinked,
      files,
      worldOf(() => standing(git)),
    );
  }
  const asRead = (git: Json): Standing => git as unknown as Standing;
  const entryIn = async (ledger: Ledger): Promise<{ entry: Entry; state: EntryState } | undefined> => {
    const state = (await ledger.look()).get(script.id);
    return state && { entry: toEntry(state), state };
  };

  const ledger = ledgerAfter([], asRead);
  const found = await entryIn(ledger);
  const seen = found && (await approvals.look(ledger, found.entry));
  const refused = !seen || isRefusal(seen) ? seen : await approvals.allow(ledger, found.entry, seen.hash);
  now = LATER;
  const plan = found && (await launcher.plan(ledger, found.entry, { again: false, unattended: true }));
  if (!seen || refused || !plan || isRefusal(plan)) {
    throw new Error(`${name}: ${JSON.stringify(refused ?? plan)}`);
  }

  /** What would start, by all gates; or, where only the time is wrong, what would start at another. */
  async function planAfter(after: Ledger, entry: Entry): Promise<LaunchPlan | Refusal> {
    const started = await launcher.plan(after, entry, { again: false, unattended: true });
    if (!isRefusal(started)) {
      return started;
    }
    const approval = await approvals.look(after, entry);
    return isRefusal(approval) || approval.mark !== true
      ? started
      : launcher.plan(after, entry, { again: false, unattended: true, preview: true });
  }

  async function spotsOf(): Promise<readonly Spot[]> {
    const spots = new Map<string, Spot>();
    const add = (where: Spot['where'], path: MemberPath): void => {
      spots.set(JSON.stringify([where, path]), { where, path });
    };
    const recorded = ledgerAfter([], git => recording(asRead(git), path => add('git', path)));
    const scalar = Reflect.get(FrontMatterFields.prototype, 'scalar') as (key: string) => unknown;
    Reflect.set(FrontMatterFields.prototype, 'scalar', function noted(this: FrontMatterFields, key: string) {
      add('head', [key]);
      return scalar.call(this, key);
    });
    const there = await entryIn(recorded).finally(() => Reflect.set(FrontMatterFields.prototype, 'scalar', scalar));
    if (there) {
      const state = Object.create(there.state, {
        fields: { value: () => recording(there.state.fields(), path => add('row', path)) },
      }) as EntryState;
      await planAfter(recorded, toEntry(state));
    }
    if (script.state) {
      readHeartbeatState(recording(script.state, path => add('state', path)));
    }
    [...KNOWN_FIELDS, ...ENVELOPE].filter(field => field !== 'id').forEach(field => add('row', [field]));
    Object.keys(script.files ?? {}).forEach(path => add('file', [path]));
    return [...spots.values()];
  }

  return {
    name,
    spots: await spotsOf(),
    approved: plan,
    async after(tampers) {
      const after = ledgerAfter(tampers, asRead);
      const there = await entryIn(after);
      return there ? planAfter(after, there.entry) : refusal('The entry is gone.');
    },
  };
}

/** What waits for something has it; every artifact that an origin names has other contents by now, one is gone. */
const worldOf = (standing: () => Standing): EventSource => ({
  observe: async () => ({ at: instant(LATER - HOUR), seen: {} }),
  baseline: async () => ({}),
  state: async () => ({
    origin: async () => ({ artifacts: {} }),
    since: async origins =>
      origins.map(({ artifacts }) => {
        const hashes = Object.keys(artifacts).map((path, index) => [path, index === 1 ? null : H2]);
        const told = standing();
        return { ...told, artifacts: { ...Object.fromEntries(hashes), ...told.artifacts } };
      }),
    mergesRows: async () => undefined,
  }),
});
