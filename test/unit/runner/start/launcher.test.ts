import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import type { LaunchPlan } from '../../../../src/core/agent/launch.ts';
import { isRefusal, refusal } from '../../../../src/core/basics/refusal.ts';
import type { RunEvent } from '../../../../src/core/rows/runEvents.ts';
import { DAY, instant } from '../../../../src/core/basics/time.ts';
import type { LauncherOptions } from '../../../../src/runner/start/launcher.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { placeFakeAgent } from '../../../support/fakeAgent.ts';
import { longRun, makePlace, type Place } from '../../../support/runnerPlace.ts';
import { withLinks, withStartTimes } from '../../../support/systems.ts';

describe('the plan of a run', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  type Options = Partial<LauncherOptions> & { readonly again?: boolean };
  async function planned(id: string, options?: Options): Promise<LaunchPlan> {
    const plan = await place.plan(id, options);
    assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
    return plan;
  }
  async function refused(id: string, why: RegExp, options?: Options): Promise<void> {
    const plan = await place.plan(id, options);
    assert.ok(isRefusal(plan), `planned: ${JSON.stringify(plan)}`);
    assert.match(plan.why, why);
  }

  it('is the whole vector, and writes nothing', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const plan = await planned(id);
    assert.deepEqual(
      [plan.agent, plan.executable, plan.cwd, plan.gen, plan.args[3]],
      ['claude', agent.path, place.folder, 0, plan.prompt],
    );
    assert.equal(agent.calls().length, 0);
    assert.deepEqual(await place.runs(id), []);
    assert.throws(() => rmSync(place.home));
  });

  it('is for open prompts and commands only', async () => {
    place.fakeAgent('claude');
    for (const kind of ['reminder', 'review', 'audit', 'milestone_check']) {
      await refused(await place.add({ kind }), /A reminder has nothing to run\. Snooze it/);
    }
    await refused(await place.add({ kind: 'recurring' }), /of a kind that this version/);
    await refused(await place.add({ status: 'done' }), /The entry is already done\. Reopen it/);
    await refused(await place.add({ status: 'cancelled' }), /The entry is already cancelled/);
    await refused(await place.add({ status: 'proposed' }), /only a proposal/);
    await refused(await place.add({ status: 'executing' }), /a status that this version/);
    await planned(await place.add({ status: 'failed' }));
    await planned(await place.add({ status: 'scheduled' }));
  });

  it('may be for an entry that is too late, since a person asks', async () => {
    place.fakeAgent('claude');
    await planned(await place.add({ expires_at: '2020-01-01T00:00:00.000Z' }));
  });

  it('is refused for what a newer version wrote', async () => {
    place.fakeAgent('claude');
    const line =
      '{"schemaVersion":2,"id":"a","kind":"prompt","due_at":"2026-01-01T00:00:00Z","payload":{"agent":"claude"}}';
    const ledger = new Ledger({ scope: 'project', folder: place.folder }, new MemoryLog(line), 'abc123', endLinked);
    const state = (await ledger.look()).get('a');
    assert.ok(state);
    const plan = await place.launcher().plan(ledger, toEntry(state), { again: false });
    assert.ok(isRefusal(plan) && /Update Defer/.test(plan.why));
  });

  it('is refused to an agent that Defer started', async () => {
    place.fakeAgent('claude');
    await refused(await place.add(), /does not start others/, { env: { ...place.env, DEFER_RUN_ID: 'f'.repeat(32) } });
  });

  it('names the agents there are where the entry’s own is none of them', async () => {
    place.fakeAgent('claude');
    const withAgent = (agent: string): Promise<string> => place.add({ payload: { message: 'Go on', agent } });
    const list = /There are: claude, codex, copilot, gemini, opencode, executor\./;
    await refused(await withAgent('hal-9000'), /names an agent, hal-9000, that has no profile/);
    await refused(await withAgent('hal-9000'), list);
    await refused(await withAgent('[x](command:y)'), /^The entry names an agent that has no profile/);
    await refused(await withAgent('__proto__'), list);
    await refused(await withAgent('/bin/sh'), list);
  });

  it('takes the person’s standard agent, or the only one there is, where the entry names none', async () => {
    const id = await place.add({ payload: { message: 'Go on', prompt: 'Go on.' } });
    await refused(id, /names no agent.+none was found here/);
    place.fakeAgent('codex');
    assert.equal((await planned(id)).agent, 'codex');
    place.fakeAgent('claude');
    await refused(id, /names no agent.+found here: claude, codex/);
    assert.equal((await planned(id, { standardAgent: () => 'claude' })).agent, 'claude');
  });

  it('uses the person’s own profiles, the setting over the file', async () => {
    const agent = place.fakeAgent('mine');
    const id = await place.add({ payload: { message: 'Go on', agent: 'claude' } });
    const write = (text: string): void => {
      mkdirSync(place.home, { recursive: true });
      writeFileSync(join(place.home, 'profiles.json'), text);
    };
    write(JSON.stringify({ claude: { executable: 'mine', fresh: ['--ask', '<prompt>'] } }));
    const plan = await planned(id);
    assert.deepEqual([plan.executable, plan.args], [agent.path, ['--ask', plan.prompt]]);
    const settings = (): unknown => ({ claude: { executable: 'mine', fresh: ['-q', '<prompt>'] } });
    assert.equal((await planned(id, { settings })).args[0], '-q');
    write('{');
    await refused(id, /profiles\.json is not valid JSON/);
    write('{"claude":{"executable":"mine","fresh":["tool <prompt>"]}}');
    await refused(
      id,
      /The profile claude in .+ cannot be used: <prompt> and <session> each stand for a whole argument/,
    );
    write('[]');
    await refused(id, /is not an object of agent profiles/);
  });

  it(
    'is refused where the program lies in the schedule’s folder, in an open one, or behind a link',
    withLinks,
    async () => {
      const id = await place.add();
      const [planted, other] = [join(place.folder, 'bin'), join(place.root, 'other')];
      placeFakeAgent(planted, 'claude');
      await refused(id, /lies in, or leads through, the folder/, { env: { PATH: planted }, folders: () => [] });
      placeFakeAgent(other, 'claude');
      await refused(id, /lies in, or leads through, the folder/, { env: { PATH: other }, folders: () => [other] });
      await planned(id, { env: { PATH: other } });
      symlinkSync(join(planted, 'claude'), join(place.bin, 'claude'));
      await refused(id, /lies in, or leads through, the folder/);
    },
  );

  it('takes programs of the person’s home for the global schedule', withLinks, async () => {
    const home = join(homedir(), `.defer-test-${process.pid}`);
    mkdirSync(home);
    try {
      place.fakeAgent('claude');
      symlinkSync(join(place.bin, 'claude'), join(home, 'claude'));
      const id = await place.add();
      const ledger = new Ledger({ scope: 'global', folder: homedir() }, new MemoryLog(), 'abc123', endLinked);
      const env = { PATH: home };
      const plan = await place.launcher({ env }).plan(ledger, await place.entry(id), { again: false });
      assert.ok(!isRefusal(plan));
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it('keeps the working folder inside the schedule’s', async () => {
    place.fakeAgent('claude');
    mkdirSync(join(place.folder, 'inner'));
    const at = (cwd: string): Promise<string> => place.add({ payload: { message: 'Go on', agent: 'claude', cwd } });
    assert.equal((await planned(await at('inner'))).cwd, join(place.folder, 'inner'));
    await refused(await at('..'), /outside the folder of its schedule/);
    await refused(await at(place.bin), /outside the folder of its schedule/);
  });

  it('is refused for a prompt that no argument can hold, but not on standard input', async () => {
    place.fakeAgent('claude');
    const settings = (): unknown => ({ wide: { executable: 'claude', fresh: [], input: 'stdin' } });
    const long = (agent: string): Promise<string> =>
      place.add({ payload: { message: 'Go on', prompt: 'é'.repeat(70_000), agent } });
    await refused(await long('claude'), /too long for an argument\. Put its text into a file/);
    const plan = await planned(await long('wide'), { settings });
    assert.equal(plan.stdin, plan.prompt);
    assert.deepEqual(plan.args, []);
  });

  it('of a command is its own vector, through the same gates', async () => {
    const agent = place.fakeAgent('tool');
    const command = (...vector: readonly unknown[]): Promise<string> =>
      place.add({ kind: 'command', payload: { message: 'Go', command: vector } });
    const plan = await planned(await command('tool', '--flag', '<prompt>', '$(x)'));
    assert.deepEqual(
      [plan.agent, plan.executable, plan.args, plan.prompt],
      ['command', agent.path, ['--flag', '<prompt>', '$(x)'], ''],
    );
    await refused(await command('./tool'), /relative path/);
    placeFakeAgent(place.folder, 'tool');
    await refused(await command(join(place.folder, 'tool')), /lies in/);
    await refused(await command(), /names no command/);
    await refused(await command('tool', 'a\0b'), /NUL/);
    await refused(await command('missing-tool'), /was not found on PATH/);
  });

  it('is refused while a run of the entry goes on, whoever asks', withStartTimes, async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    await refused(id, /going on: started .+ UTC .+, process \d+\. Wait for it/);
    await refused(id, /going on/, { again: true });
    end();
    await runner.end;
  });

  it('waits for the person where the end of a run was lost', async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    runner.process.kill('SIGKILL');
    end();
    await runner.end;
    assert.equal((await place.runs(id))[0]?.outcome, 'unknown');
    await refused(id, /could not see how a run of this entry ended: .+--again/);
    const plan = await planned(id, { again: true });
    assert.equal(plan.gen, 1);
    assert.equal((await place.run(await place.claim(id, { again: true }))).code, 0);
    assert.deepEqual(
      (await place.runs(id)).map(run => run.outcome),
      ['unknown', 'ok'],
    );
  });

  it('is refused where a copy of the schedule was run and this one does not hold the end', async () => {
    place.fakeAgent('claude');
    const id = await place.add();
    const before = (await place.entry(id)).fields;
    await place.runner(await place.claim(id)).end;
    const copy = new Ledger(place.ledger, new MemoryLog(), 'abc123', endLinked);
    await copy.act(id, place.clock.now(), () => ({ set: before }));
    const state = copy.schedule.get(id);
    assert.ok(state);
    const launcher = place.launcher();
    const plan = await launcher.plan(copy, toEntry(state), { again: false });
    assert.ok(isRefusal(plan) && /does not say how it ended\. .+--again/.test(plan.why));
    const again = await launcher.plan(copy, toEntry(state), { again: true });
    assert.ok(!isRefusal(again) && again.gen === 1);
  });

  it('believes that a run on another machine goes on for a day', async () => {
    place.fakeAgent('claude');
    const id = await place.add();
    const { dueAt = 0 } = await place.entry(id);
    const at = place.clock.now();
    const occ = new Date(dueAt).toISOString();
    const run: RunEvent = { occ, gen: 0, token: 'f'.repeat(32), event: 'started', at, pid: 1, host: 'elsewhere' };
    await place.ledger.act(id, at, () => ({ set: {}, run }));
    await refused(id, /going on: started .+, on another machine/);
    place.clock.ahead = DAY + 1;
    await refused(id, /could not see how/);
    await planned(id, { again: true });
  });

  it('says what a surface answers that cannot begin, and lets it be tried again', async () => {
    place.fakeAgent('claude');
    const id = await place.add();
    const launcher = place.launcher({ begin: async () => refusal('No terminal here.') });
    assert.deepEqual(await launcher.start(place.ledger, await planned(id)), refusal('No terminal here.'));
    assert.equal((await planned(id)).gen, 1);
  });

  it('reports every agent with its program, or why there is none', async () => {
    const agent = place.fakeAgent('claude');
    const settings = (): unknown => ({
      broken: {},
      codex: { executable: './codex' },
      mine: { executable: 'claude', fresh: ['<prompt>'] },
      named: { executable: 'claude', fresh: ['<prompt>'], resume: ['<session>', '<prompt>'], keeper: 'codex' },
    });
    const reports = new Map((await place.launcher({ settings }).agents()).map(report => [report.name, report]));
    assert.deepEqual(reports.get('claude'), {
      name: 'claude',
      path: agent.path,
      can: ['fresh', 'callback', 'unattended'],
      caps: {
        turns: { arguments: ['--max-turns=<number>'] },
        usd: { arguments: ['--max-budget-usd=<number>'] },
      },
      problem: null,
    });
    assert.deepEqual(reports.get('mine')?.can, ['fresh']);
    assert.deepEqual(reports.get('named')?.can, ['fresh', 'callback']);
    assert.deepEqual(reports.get('gemini')?.can, []);
    assert.deepEqual(reports.get('gemini')?.caps, {}, 'known without its program');
    assert.match(reports.get('gemini')?.problem ?? '', /was not found on PATH/);
    assert.match(reports.get('broken')?.problem ?? '', /cannot be used: "executable" is missing/);
    assert.match(reports.get('codex')?.problem ?? '', /relative path/);
    assert.match(reports.get('executor')?.problem ?? '', /No executor is set/);
  });

  it('tells a process from a later one with its number', async () => {
    const id = await place.add();
    const { dueAt = 0 } = await place.entry(id);
    const [at, token] = [place.clock.now(), 'e'.repeat(32)];
    const run: RunEvent = {
      occ: new Date(dueAt).toISOString(),
      gen: 0,
      token,
      event: 'started',
      at: instant(at),
      pid: process.pid,
      host: hostname(),
    };
    await place.ledger.act(id, at, () => ({ set: {}, run }));
    assert.equal((await place.runs(id))[0]?.outcome, 'running', 'all that is known is the number');
    mkdirSync(join(place.home, 'tokens'), { recursive: true });
    const mark = { pid: process.pid, born: 'another boot 1' };
    writeFileSync(join(place.home, 'tokens', `${token}.started`), JSON.stringify(mark));
    assert.equal((await place.runs(id))[0]?.outcome, process.platform === 'linux' ? 'unknown' : 'running');
  });
});
