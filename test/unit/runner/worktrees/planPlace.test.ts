import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { boundSession } from '../../../../src/core/conversations/boundSession.ts';
import type { Entry } from '../../../../src/core/entry/entry.ts';
import { HEARTBEAT_ID } from '../../../../src/core/files/definition.ts';
import type { Keeper, LaunchPlan } from '../../../../src/core/agent/launch.ts';
import { instant, MINUTE } from '../../../../src/core/basics/time.ts';
import { settleResults } from '../../../../src/runner/results/settleResults.ts';
import { planPlace } from '../../../../src/runner/worktrees/planPlace.ts';
import { makePlace } from '../../../support/runnerPlace.ts';
import { makeRepositoryPlace, type RepositoryPlace } from '../../../support/worktreeRuns.ts';

describe('where a run works', () => {
  let place: RepositoryPlace;
  const base = { message: 'Look', prompt: 'Look.', agent: 'claude', mode: 'fresh' };
  const unattended = { unattended: true, preview: true };
  /** Plans a run of a new entry. */
  const planned = async (
    payload: Readonly<Record<string, unknown>>,
    how: Parameters<RepositoryPlace['plan']>[1] = {},
  ): Promise<LaunchPlan> => {
    const entry = await place.entry(await place.add({ payload: { ...base, ...payload } }));
    const plan = await place.launcher().plan(place.ledger, entry, { again: false, ...how });
    if (isRefusal(plan)) {
      throw new Error(plan.why);
    }
    return plan;
  };
  beforeEach(() => {
    place = makeRepositoryPlace();
    ['claude', 'codex', 'gemini', 'opencode'].forEach(name => place.fakeAgent(name));
  });
  afterEach(() => place.remove());

  it('is the checkout by hand and a worktree without a person, unless the entry or the person says otherwise', async () => {
    const where = async (...given: Parameters<typeof planned>): Promise<string> =>
      (await planned(...given)).worktree ? 'worktree' : 'here';
    assert.equal(await where({}), 'here');
    assert.equal(await where({}, unattended), 'worktree');
    assert.equal(await where({ in: 'here' }, unattended), 'here');
    assert.equal(await where({ in: 'worktree' }), 'worktree');
    assert.equal(await where({ in: 'worktree' }, { place: 'here' }), 'here');
    assert.equal(await where({}, { place: 'worktree' }), 'worktree');
    assert.equal(await where({ in: 'elsewhere' }), 'here');
  });

  it('is the checkout where a conversation would be left behind', async () => {
    const callback = { mode: 'callback', session: 'mine' };
    assert.ok((await planned(callback, unattended)).worktree);
    assert.equal((await planned({ ...callback, agent: 'gemini' }, unattended)).worktree, undefined);
    assert.ok((await planned({ agent: 'gemini' }, unattended)).worktree);
    await assert.rejects(planned({ ...callback, agent: 'gemini', in: 'worktree' }), /gemini cannot go on with/);
  });

  it('is the checkout for a conversation that a person began, a heartbeat, and a tool that Defer does not know', async () => {
    const entry = await place.entry(await place.add({ payload: base }));
    const run = {
      folder: place.folder,
      cwd: place.folder,
      home: place.home,
      settings: undefined,
      now: place.clock.now(),
    };
    const where = async (more: Partial<Entry>, keeper?: Keeper): Promise<string> => {
      const plan = await planPlace({ ...entry, ...more }, { ...run, unattended: true, keeper });
      return isRefusal(plan) ? plan.why : plan ? 'worktree' : 'here';
    };
    const session = boundSession('0123456789abcdef');
    assert.equal(await where({}, 'claude'), 'worktree');
    assert.equal(await where({ mode: 'callback', session }, 'claude'), 'here');
    assert.equal(await where({ mode: 'callback', session, place: 'worktree' }, 'claude'), 'worktree');
    assert.equal(await where({ id: HEARTBEAT_ID, mode: 'callback' }, 'claude'), 'here');
    assert.equal(await where({ mode: 'callback' }), 'here');
    assert.equal(await where({ mode: 'callback', place: 'worktree' }), 'worktree');
    assert.equal(
      await where({ mode: 'callback', id: 'schedule:nightly', session: 'schedule:nightly' }, 'codex'),
      'worktree',
    );
  });

  it('is the checkout where Defer’s own folder lies in it', async () => {
    const entry = await place.entry(await place.add({ payload: base }));
    const home = join(place.folder, '.sf', 'defer');
    mkdirSync(home, { recursive: true });
    const run = { folder: place.folder, cwd: place.folder, home, settings: undefined, now: place.clock.now() };
    assert.equal(await planPlace(entry, { ...run, unattended: true }), undefined);
    const refused = await planPlace({ ...entry, place: 'worktree' }, { ...run, unattended: true });
    assert.match(isRefusal(refused) ? refused.why : '', /Defer’s own folder lies in this checkout/);
  });

  it('is the checkout where there can be no worktree, and refused where one was asked for', async () => {
    const outside = makePlace();
    outside.fakeAgent('claude');
    const plans = async (payload: Readonly<Record<string, unknown>>): Promise<LaunchPlan | { readonly why: string }> =>
      outside
        .launcher()
        .plan(outside.ledger, await outside.entry(await outside.add({ payload: { ...base, ...payload } })), {
          ...{ again: false, ...unattended },
        });
    assert.equal('worktree' in (await plans({})), false);
    const refused = await plans({ in: 'worktree' });
    assert.match('why' in refused ? refused.why : '', /no git repository with a commit/);
    outside.remove();
  });

  it('is no worktree where a .git file leads to the repository of another checkout', async () => {
    const entry = await place.entry(await place.add({ payload: base }));
    const folder = join(place.root, 'other');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.txt'), 'one\n');
    writeFileSync(join(folder, '.git'), `gitdir: ${place.folder}/.git\n`);
    const run = { folder, cwd: folder, home: place.home, settings: undefined, now: place.clock.now() };
    assert.equal(await planPlace(entry, { ...run, unattended: true }), undefined);
    const refused = await planPlace({ ...entry, place: 'worktree' }, { ...run, unattended: true });
    assert.match(isRefusal(refused) ? refused.why : '', /There can be no worktree/);
  });

  it('is part of what is approved only where it is a worktree, with what comes along', async () => {
    const approvals = place.approvals();
    const look = async (payload: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const seen = await approvals.look(
        place.ledger,
        await place.entry(await place.add({ payload: { ...base, ...payload } })),
      );
      return isRefusal(seen) ? seen.why : seen.content.works_in;
    };
    assert.deepEqual(await look({}), { place: 'worktree', copy: [], link: [] });
    assert.equal(await look({ in: 'here' }), undefined);
    mkdirSync(place.home, { recursive: true });
    writeFileSync(join(place.home, 'worktree.json'), '{"copy":[".env"],"link":["node_modules/"]}');
    assert.deepEqual(await look({}), { place: 'worktree', copy: ['.env'], link: ['node_modules'] });
    writeFileSync(join(place.home, 'worktree.json'), '{"copy":["../.env"]}');
    assert.match(String(await look({})), /worktree.json must look like/);
  });

  it('is said in the prompt with what is not there, beside what is approved', async () => {
    writeFileSync(join(place.folder, 'a.txt'), 'changed\n');
    writeFileSync(join(place.folder, 'new.txt'), 'new\n');
    place.git('checkout', '--quiet', '-b', 'secret-name');
    const plan = await planned({}, unattended);
    const head = place.git('rev-parse', '--short=7', 'HEAD');
    const said = `Works on a copy of the checkout at ${head}; 2 changed files of the checkout are not in it.`;
    assert.match(plan.prompt, new RegExp(`Place:\n${said}`));
    assert.doesNotMatch(plan.prompt, /secret-name/);
    assert.doesNotMatch(plan.basis, /Place:/);
    assert.match((await planned({ in: 'worktree' })).prompt, /Works on a copy of secret-name at/);
    place.git('config', 'filter.lfs.clean', 'cat');
    writeFileSync(join(place.folder, '.gitattributes'), '*.txt filter=lfs\n');
    assert.match(
      (await planned({}, unattended)).prompt,
      /1 file that git would run through a filter, .* as git stores it/,
    );
  });

  it('has a branch with no words that nobody approved', async () => {
    const { message: _, ...unnamed } = base;
    const entry = await place.entry(await place.add({ payload: { ...unnamed, title: 'From a pull' } }));
    const wordsOf = async (how: object): Promise<string | undefined> => {
      const plan = await place.launcher().plan(place.ledger, entry, { again: false, place: 'worktree', ...how });
      return isRefusal(plan) ? plan.why : plan.worktree?.branchWords;
    };
    assert.equal(await wordsOf(unattended), '');
    assert.equal(await wordsOf({}), 'From a pull');
  });

  it('brings along what the person names and git ignores, and nothing else', async () => {
    mkdirSync(place.home, { recursive: true });
    const brings = { copy: ['ignored', 'a.txt', 'gone'], link: ['node_modules', 'folder'] };
    writeFileSync(join(place.home, 'worktree.json'), JSON.stringify(brings));
    writeFileSync(join(place.folder, 'ignored'), 'secret');
    ['node_modules', 'folder'].forEach(name => mkdirSync(join(place.folder, name)));
    writeFileSync(join(place.folder, 'node_modules', 'x.js'), 'x');
    writeFileSync(join(place.folder, '.git', 'info', 'exclude'), 'folder/\n');
    place.script('cat ignored node_modules/x.js > seen.txt; ls -d folder 2>&1 >> seen.txt; ls -A > names.txt; true');
    const id = await place.add({ payload: { ...base, in: 'worktree' } });
    const { code, err } = await place.runEntry(id);
    assert.equal(code, 0);
    assert.match(err, /"a.txt" was not copied .* git does not ignore it/);
    assert.match(err, /"folder" was not linked .* without a "\/" at the end/);
    const [record] = await place.records();
    assert.deepEqual(
      record?.files.map(({ path }) => path),
      ['names.txt', 'seen.txt'],
    );
    assert.equal(readFileSync(join(record?.worktree ?? '', 'seen.txt'), 'utf8').trim(), 'secretx');
    assert.equal(existsSync(join(place.folder, 'node_modules', 'x.js')), true);
  });

  describe('from one run to the next', () => {
    const callback = { ...base, mode: 'callback', session: 'mine', in: 'worktree' };
    const runOne = async (payload: Readonly<Record<string, unknown>>): Promise<void> => {
      assert.equal((await place.runEntry(await place.add({ payload }))).code, 0);
    };

    it('is one worktree for a conversation, made anew from HEAD where it holds nothing', async () => {
      place.script('cat a.txt');
      await runOne(callback);
      writeFileSync(join(place.folder, 'a.txt'), 'later\n');
      place.git('commit', '--quiet', '--all', '--message=later');
      place.script('cat a.txt > seen.txt');
      await runOne(callback);
      const [second, first] = await place.records();
      assert.deepEqual([first?.state, second?.state, second?.worktree], ['nothing', 'unread', first?.worktree]);
      assert.equal(readFileSync(join(second?.worktree ?? '', 'seen.txt'), 'utf8'), 'later\n');
    });

    it('is left as it is where it holds work, which is said, and the new result has all of it', async () => {
      place.script('echo one > one.txt; git add .; git commit -qm one');
      await runOne(callback);
      writeFileSync(join(place.folder, 'a.txt'), 'later\n');
      place.git('commit', '--quiet', '--all', '--message=later');
      const plan = await planned(callback);
      assert.match(
        plan.prompt,
        /Goes on in a copy of the checkout at .* nobody has kept or discarded; the checkout has 1 commit since/,
      );
      place.script('echo two > two.txt; cat one.txt a.txt');
      await runOne(callback);
      const [second, first] = await place.records();
      assert.deepEqual([first?.state, second?.state], ['superseded', 'unread']);
      assert.deepEqual([second?.base, second?.branch], [first?.base, first?.branch]);
      assert.deepEqual(
        second?.files.map(({ path }) => path),
        ['one.txt', 'two.txt'],
      );
    });

    it('is that of the run before where an occurrence is tried again', async () => {
      place.script('echo half > half.txt; exit 3');
      const id = await place.add({ payload: { ...base, in: 'worktree' }, max_retries: 2 });
      assert.equal((await place.runEntry(id, { retry: true })).code, 3);
      place.clock.ahead += 30 * MINUTE;
      place.script('cat half.txt > whole.txt');
      assert.equal((await place.runEntry(id, { retry: true })).code, 0);
      const [second, first] = await place.records();
      assert.deepEqual([first?.state, second?.state, second?.changes?.files], ['superseded', 'unread', 2]);
    });

    it('is that of the run whose conversation an entry follows up', async () => {
      place.script('echo one > one.txt');
      await runOne({ ...base, in: 'worktree' });
      const [first] = await place.records();
      place.script('cat one.txt > two.txt');
      await runOne({ ...callback, session: `run:${first?.token.slice(0, 16)}` });
      assert.equal((await place.records())[0]?.worktree, first?.worktree);
    });

    it('is that of the quicker of two runs that begin at once, and the other leaves it alone', async () => {
      place.script('echo x > made.txt; sleep 0.5');
      const path = `${place.bin}:${process.env['PATH'] ?? ''}`;
      for (let round = 0; round < 3; round += 1) {
        const session = `at-once-${round}`;
        const ids = [
          await place.add({ payload: { ...callback, session } }),
          await place.add({ payload: { ...callback, session } }),
        ];
        const tokens = [await place.claim(ids[0] ?? ''), await place.claim(ids[1] ?? '')];
        const ends = await Promise.all(tokens.map(token => place.run(token, { PATH: path })));
        assert.deepEqual(ends.map(({ code }) => code).sort(), [0, 126], ends.map(({ err }) => err).join('\n'));
        const records = (await place.records()).filter(({ entryId }) => ids.includes(entryId));
        assert.deepEqual(
          records.map(({ state, changes }) => [state, changes?.files]),
          [['unread', 1]],
        );
        assert.ok(existsSync(join(records[0]?.worktree ?? '', 'made.txt')));
      }
    });

    it('is busy while a run of the conversation goes on there', async () => {
      place.script('while [ ! -f ../../../../go ]; do sleep 0.05; done');
      const going = place.runEntry(await place.add({ payload: callback }));
      while ((await place.records())[0]?.made !== true) {
        await new Promise(done => setTimeout(done, 50));
      }
      await assert.rejects(planned(callback), /is going on in its worktree/);
      writeFileSync(join(place.root, 'go'), '');
      assert.equal((await going).code, 0);
    });
  });

  it('is settled from what is there after a runner was killed', async () => {
    place.script('echo one > one.txt; while [ ! -f ../../../../go ]; do sleep 0.05; done');
    const id = await place.add({ payload: { ...base, in: 'worktree' } });
    const path = `${place.bin}:${process.env['PATH'] ?? ''}`;
    const runner = place.runner(await place.claim(id), { PATH: path });
    const isThere = async (): Promise<boolean> => {
      const [record] = await place.records();
      return record !== undefined && existsSync(join(record.worktree, 'one.txt'));
    };
    while (!(await isThere())) {
      await new Promise(done => setTimeout(done, 50));
    }
    runner.process.kill('SIGKILL');
    // The agent has the pipes of its runner, and outlives it.
    assert.equal(await new Promise(done => runner.process.once('exit', (_, signal) => done(signal))), 'SIGKILL');
    assert.equal((await place.records())[0]?.state, 'running');
    await settleResults(place.home, instant(Date.now()));
    const [record] = await place.records();
    assert.deepEqual([record?.state, record?.changes?.files, record?.endedAt], ['unread', 1, undefined]);
    writeFileSync(join(place.root, 'go'), '');
    await runner.end;
  });
});
