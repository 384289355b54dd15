import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { DAY, MINUTE } from '../../../../src/core/basics/time.ts';
import { approvableText } from '../../../../src/render/review/approvalText.ts';
import { planText } from '../../../../src/render/review/planText.ts';
import type { LauncherOptions } from '../../../../src/runner/start/launcher.ts';
import type { FakeAgent } from '../../../support/fakeAgent.ts';
import { isThere, makePlace, rowsOf, until, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

describe('the budget of runs without a person', () => {
  let place: Place;
  let agent: FakeAgent;
  beforeEach(() => {
    place = makePlace();
    // At noon, so that no day ends during a test.
    place.clock.ahead = DAY - ((Date.now() + DAY / 2) % DAY);
    agent = place.fakeAgent('claude');
  });
  afterEach(() => place.remove());

  type Options = Partial<LauncherOptions>;
  const payload = { message: 'Go on', prompt: 'Go on.', agent: 'claude' };
  const repeat = { every: 'PT5M', anchor: '2026-01-01T00:00:00.000Z' };
  const inTime = (by: number): string => new Date(place.clock.now() + by).toISOString();

  async function allowed(
    budget: unknown,
    set: Readonly<Record<string, unknown>> = {},
    options?: Options,
  ): Promise<string> {
    const id = await place.add({ due_at: inTime(MINUTE), payload: { ...payload, budget }, ...set });
    await place.approve(id, options);
    place.clock.ahead += 2 * MINUTE;
    return id;
  }
  const why = async (id: string, options?: Options): Promise<string> => {
    const plan = await place.plan(id, { ...options, unattended: true });
    return isRefusal(plan) ? plan.why : 'planned';
  };
  const run = async (id: string, options?: Options): Promise<unknown> =>
    (await place.run(await place.claim(id, { ...options, unattended: true }))).code;

  it('becomes flags of the profile, and nothing of the file stands beside the number', async () => {
    const id = await allowed({ turns: 7, usd: 0.5 });
    assert.equal(await run(id), 0);
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments.slice(0, 4), ['--max-turns=7', '--max-budget-usd=0.5', '-p', '--session-id']);
  });

  it('is shown to whoever allows it, and to whoever asks what would run', async () => {
    const id = await allowed({ runs: 3, minutes: 20, turns: 7 });
    const seen = await place.approvals().look(place.ledger, await place.entry(id));
    const plan = await place.plan(id, { unattended: true });
    assert.ok(!isRefusal(seen) && !isRefusal(plan));
    const words = '3 runs a day; 20 minutes, 7 turns a run';
    assert.match(approvableText(seen.content), new RegExp(`^Budget: +${words}$`, 'm'));
    assert.match(approvableText(seen.content), /^ +1: "--max-turns=7"$/m);
    assert.match(planText(plan), new RegExp(`^Budget: +${words}$`, 'm'));
  });

  it('bounds no run of a person', async () => {
    const id = await allowed({ turns: 7, minutes: 1 });
    const plan = await place.plan(id);
    assert.ok(!isRefusal(plan) && plan.budget === undefined && !plan.args.join(' ').includes('--max'));
  });

  it('is part of what is approved: more, less, another and none ask again, and what had none stays approved', async () => {
    const id = await allowed({ minutes: 20 });
    assert.equal(await why(id), 'planned');
    for (const budget of [{ minutes: 60 }, { minutes: 10 }, { minutes: 20, runs: 9 }, undefined, {}]) {
      await place.ledger.act(id, place.clock.now(), () => ({ set: { payload: { ...payload, budget } } }));
      assert.match(await why(id), /has changed since it was allowed/, JSON.stringify(budget));
    }
    await place.ledger.act(id, place.clock.now(), () => ({
      set: { payload: { ...payload, budget: { minutes: '9' } } },
    }));
    assert.match(await why(id), /budget cannot be read/);
    const plain = await allowed(undefined);
    const seen = await place.approvals().look(place.ledger, await place.entry(plain));
    assert.ok(!isRefusal(seen) && !('budget' in seen.content), 'as approvals were before there were budgets');
  });

  it('of a profile is approved with the entry, and the smaller number counts', async () => {
    const settings = (): unknown => ({ claude: { budget: { minutes: 30, usd: 1 } } });
    const id = await allowed({ minutes: 60 }, {}, { settings });
    const plan = await place.plan(id, { settings, unattended: true });
    assert.ok(!isRefusal(plan));
    assert.deepEqual(plan.budget, { minutes: 30, usd: 1 });
    assert.match(await why(id), /has changed/);
  });

  it('of runs a day ends them for the day, whatever rows say of the runs there were', async () => {
    const id = await allowed({ runs: 2 }, { repeat });
    assert.equal(await run(id), 0);
    place.clock.ahead += 6 * MINUTE;
    assert.equal(await run(id), 0);
    place.clock.ahead += 6 * MINUTE;
    assert.match(await why(id), /budget of the entry is 2 automatic runs a day/);
    // A row that says that the runs of today never were changes nothing: the home counts.
    const gone = rowsOf(place).map(({ run: _, ...row }) => JSON.stringify(row));
    writeFileSync(join(place.folder, '.sf', 'schedule.jsonl'), `${gone.join('\n')}\n`);
    assert.match(await why(id), /budget of the entry|already dealt with|has changed/);
    place.clock.ahead += DAY;
    assert.equal(await why(id), 'planned', 'a new day');
  });

  it('of runs a day is asked once more when a run starts, and puts back what it took in vain', async () => {
    const settings = (): unknown => ({ claude: { budget: { runs: 1 } } });
    const [one, other] = [await allowed(undefined, {}, { settings }), await allowed(undefined, {}, { settings })];
    const plan = await place.plan(other, { settings, unattended: true });
    assert.ok(!isRefusal(plan));
    assert.equal(await run(one, { settings }), 0);
    const launcher = place.launcher({ settings, begin: async () => assert.fail('it was started') });
    const started = await launcher.start(place.ledger, plan);
    assert.ok(isRefusal(started) && /budget of the agent claude/.test(started.why), JSON.stringify(started));
    const [day = ''] = readdirSync(join(place.home, 'usage'));
    assert.deepEqual(readdirSync(join(place.home, 'usage', day)), ['1']);
  });

  it('of a profile counts the runs of all its entries together', async () => {
    const settings = (): unknown => ({ claude: { budget: { runs: 1 } } });
    const [one, other] = [await allowed(undefined, {}, { settings }), await allowed({ runs: 5 }, {}, { settings })];
    assert.equal(await run(one, { settings }), 0);
    assert.match(await why(other, { settings }), /budget of the agent claude is 1 automatic run a day/);
    assert.equal(await why(other), 'planned', 'the profile’s runs are the person’s own bound, as the daily limit is');
  });

  it('of many that start at once lets no more through than there are', async () => {
    const settings = (): unknown => ({ claude: { budget: { runs: 2 } } });
    const ids = [];
    for (let count = 0; count < 4; count += 1) {
      ids.push(await allowed(undefined, { due_at: inTime(10 * MINUTE) }, { settings }));
    }
    place.clock.ahead += 20 * MINUTE;
    const launcher = place.launcher({ settings });
    const plans = [];
    for (const id of ids) {
      plans.push(await launcher.plan(place.ledger, await place.entry(id), { again: false, unattended: true }));
    }
    const started = await Promise.all(
      plans.map(async plan => (isRefusal(plan) ? plan : launcher.start(place.ledger, plan))),
    );
    assert.equal(started.filter(one => !isRefusal(one)).length, 2, JSON.stringify(started));
    const [day = ''] = readdirSync(join(place.home, 'usage'));
    assert.equal(readdirSync(join(place.home, 'usage', day)).length, 2, 'what the others took was put back');
  });

  it('refuses what the agent cannot keep, before it is approved', async () => {
    place.fakeAgent('codex');
    const id = await place.add({ payload: { ...payload, agent: 'codex', budget: { turns: 3 } } });
    const seen = await place.approvals().look(place.ledger, await place.entry(id));
    assert.ok(isRefusal(seen) && /codex cannot keep the budget/.test(seen.why));
  });

  /** An allowed entry with a minute, which lasts 700 ms, and an agent that goes on. */
  async function overTime(set: Readonly<Record<string, unknown>> = {}): Promise<string> {
    agent.behave({ waitsFor: join(place.root, 'never') });
    const id = await allowed({ minutes: 1 }, set);
    const runner = place.runner(await place.claim(id, { unattended: true }), { MS_OF_MINUTE: '700' });
    assert.equal((await runner.end).code, 143);
    return id;
  }

  it('of minutes ends a run that takes longer: it failed, and the record says why', async () => {
    const id = await overTime();
    const [ended] = await place.runs(id);
    assert.deepEqual([ended?.outcome, ended?.exit_code, ended?.over_minutes], ['failed', 143, 1]);
    const { status, lastError, attempts } = await place.entry(id);
    assert.deepEqual([status, lastError, attempts], ['failed', 'over its 1 minute', 1]);
  });

  it('of minutes counts as a failure for retries', async () => {
    const id = await overTime({ max_retries: 1 });
    const { status, attempts } = await place.entry(id);
    assert.deepEqual([status, attempts], ['snoozed', 1]);
  });

  describe('of minutes, where the agent stays,', () => {
    let ready: string;
    beforeEach(() => {
      ready = join(place.root, 'ready');
      const stubborn = `#!/bin/sh\ntrap '' TERM HUP\necho $$ > '${ready}'\nwhile :; do /bin/sleep 0.1; done\n`;
      rmSync(agent.path);
      writeFileSync(agent.path, stubborn, { mode: 0o755 });
    });

    it('ends it by force', onPosix, async () => {
      const id = await allowed({ minutes: 1 });
      const runner = place.runner(await place.claim(id, { unattended: true }), { MS_OF_MINUTE: '700' });
      assert.equal((await runner.end).code, 143);
      assert.equal((await place.runs(id))[0]?.over_minutes, 1);
      assert.equal(isThere(Number(readFileSync(ready, 'utf8'))), false);
    });

    it('has no say where the run was hung up before', onPosix, async () => {
      const id = await allowed({ minutes: 1 });
      const runner = place.runner(await place.claim(id, { unattended: true }), { MS_OF_MINUTE: '2000' });
      await until('the agent is there', () => existsSync(ready));
      runner.process.kill('SIGHUP');
      assert.equal((await runner.end).code, 129);
      const [ended] = await place.runs(id);
      assert.deepEqual([ended?.outcome, ended?.over_minutes], ['interrupted', undefined]);
    });
  });

  it('of minutes that were enough leaves no trace', async () => {
    const id = await allowed({ minutes: 1 });
    assert.equal(await run(id), 0);
    const [ended] = await place.runs(id);
    assert.deepEqual([ended?.outcome, ended?.over_minutes], ['ok', undefined]);
  });

  it('of minutes has no say where a person stopped the run before', async () => {
    agent.behave({ waitsFor: join(place.root, 'never') });
    const id = await allowed({ minutes: 1 });
    const runner = place.runner(await place.claim(id, { unattended: true }), { MS_OF_MINUTE: '60000' });
    await until('the agent is there', () => agent.calls().length === 1);
    await place.launcher().stop(place.ledger, await place.entry(id));
    await runner.end;
    const [ended] = await place.runs(id);
    assert.deepEqual([ended?.outcome, ended?.over_minutes], ['stopped', undefined]);
  });
});
