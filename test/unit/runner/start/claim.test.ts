import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { claimName } from '../../../../src/runner/start/claim.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { makePlace, newId, until, type Place } from '../../../support/runnerPlace.ts';

describe('an occurrence', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
    place.fakeAgent('claude');
  });
  afterEach(() => place.remove());

  it('is claimed once by two acts of one window', async () => {
    const id = await place.add();
    const plan = await place.plan(id);
    assert.ok(!isRefusal(plan));
    const launcher = place.launcher();
    const both = await Promise.all([launcher.start(place.ledger, plan), launcher.start(place.ledger, plan)]);
    assert.equal(both.filter(isRefusal).length, 1);
  });

  it('of our own making is one, wherever its file was copied to', async () => {
    const id = await place.add();
    const other = await copyOf('elsewhere');
    await place.claim(id);
    const answer = await place.launcher().plan(other, await place.entry(id), { again: false });
    assert.ok(isRefusal(answer));
    assert.match(answer.why, /is already being started/);
  });

  it('of another tool’s making is one within its repository only', async () => {
    const id = await place.add({}, 'task_1');
    const other = await copyOf('elsewhere');
    await place.claim(id);
    assert.ok(!isRefusal(await place.launcher().plan(other, await place.entry(id), { again: false })));
  });

  it('of another tool’s making is one in all worktrees of its repository', async () => {
    const git = (...args: readonly string[]): void => {
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
      const env = { PATH: process.env['PATH'], HOME: place.root, GIT_CONFIG_NOSYSTEM: '1' };
      execFileSync('git', [...identity, ...args], { cwd: place.folder, env, stdio: 'ignore' });
    };
    git('init');
    git('commit', '--allow-empty', '-m', 'first');
    git('worktree', 'add', join(place.root, 'tree'));
    mkdirSync(join(place.root, 'tree', 'deep'));
    const [here, there, apart] = await Promise.all(
      [place.folder, join(place.root, 'tree', 'deep'), place.root].map(folder =>
        claimName(folder, 'task_1', 'once', 0),
      ),
    );
    assert.equal(here, there);
    assert.notEqual(here, apart);
  });

  it('whose claim never started may be run again once its token is too old', async () => {
    const id = await place.add();
    const old = await place.claim(id);
    place.clock.ahead = 3 * MINUTE;
    const token = await place.claim(id);
    place.clock.ahead = 0;
    assert.equal((await place.run(old)).code, 1, 'the old token is void, even after the clock was put back');
    place.clock.ahead = 3 * MINUTE;
    assert.equal((await place.run(token)).code, 0);
    assert.deepEqual(
      (await place.runs(id)).map(run => run.outcome),
      ['interrupted', 'ok'],
    );
  });

  it('whose old claim starts after another run was planned is not started beside it', async () => {
    const go = join(place.root, 'go');
    const agent = place.fakeAgent('claude', { waitsFor: go });
    const id = await place.add();
    const old = await place.claim(id);
    place.clock.ahead = 3 * MINUTE;
    const plan = await place.plan(id);
    assert.ok(!isRefusal(plan));
    place.clock.ahead = 0;
    const runner = place.runner(old);
    await until('the agent is there', () => agent.calls().length === 1);
    const second = await place.launcher().start(place.ledger, plan);
    assert.ok(isRefusal(second));
    assert.match(second.why, /A run of this entry is going on/);
    writeFileSync(go, '');
    assert.equal((await runner.end).code, 0);
  });

  it('whose claim was cut off while it was written is not taken over', async () => {
    const id = await place.add();
    const { dueAt = 0 } = await place.entry(id);
    mkdirSync(join(place.home, 'claims'), { recursive: true });
    const path = join(
      place.home,
      'claims',
      `${await claimName(place.folder, id, new Date(dueAt).toISOString(), 0)}.json`,
    );
    writeFileSync(path, '{"tok');
    const now = await place.plan(id);
    assert.ok(isRefusal(now) && /right now/.test(now.why));
    utimesSync(path, 0, 0);
    const later = await place.plan(id);
    assert.ok(isRefusal(later) && /--again/.test(later.why));
    assert.ok(!isRefusal(await place.plan(id, { again: true })));
  });

  it('is not claimed where the entry changed since its run was planned', async () => {
    const id = await place.add();
    const launcher = place.launcher();
    for (const set of [{ due_at: '2099-01-01T00:00:00.000Z' }, { status: 'done' }]) {
      const plan = await launcher.plan(place.ledger, await place.entry(id), { again: false });
      assert.ok(!isRefusal(plan));
      await place.ledger.act(id, place.clock.now(), () => ({ set }));
      const started = await launcher.start(place.ledger, plan);
      assert.ok(isRefusal(started));
      assert.deepEqual(await place.runs(id), []);
    }
  });

  it('may be run at once where the surface could not begin it', async () => {
    const id = await place.add();
    const plan = await place.plan(id);
    assert.ok(!isRefusal(plan));
    const broken = place.launcher({ begin: () => Promise.reject(new Error('no terminal')) });
    await assert.rejects(broken.start(place.ledger, plan), /no terminal/);
    assert.equal((await place.runs(id))[0]?.outcome, 'interrupted');
    assert.equal((await place.run(await place.claim(id))).code, 0);
  });

  it('leaves no claim in the way where the file cannot be written', async () => {
    const id = await place.add();
    const plan = await place.plan(id);
    assert.ok(!isRefusal(plan));
    const unwritable = new Ledger(
      place.ledger,
      new (class extends FileLog {
        override append(): Promise<void> {
          return Promise.reject(new Error('the disk is full'));
        }
      })(place.folder),
      'abc124',
      endLinked,
    );
    await assert.rejects(place.launcher().start(unwritable, plan), /the disk is full/);
    assert.equal((await place.run(await place.claim(id))).code, 0);
  });

  async function copyOf(name: string): Promise<Ledger> {
    const folder = join(place.root, name);
    mkdirSync(join(folder, '.sf'), { recursive: true });
    writeFileSync(join(folder, '.sf', 'schedule.jsonl'), readFileSync(join(place.folder, '.sf', 'schedule.jsonl')));
    const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc125', endLinked);
    await ledger.look();
    return ledger;
  }
});

describe('names of claims', () => {
  it('are hashes, whatever an id says', async () => {
    const place = makePlace();
    place.fakeAgent('claude');
    for (const id of ['../../x', 'C:', 'CON', 'a/b', newId()]) {
      await place.claim(await place.add({}, id));
    }
    for (const name of readdirSync(join(place.home, 'claims'))) {
      assert.match(name, /^[0-9a-f]{64}\.json$/);
    }
    assert.equal(readdirSync(join(place.home, 'claims')).length, 5);
    place.remove();
  });

  it('differ by id, occurrence and generation', async () => {
    const place = makePlace();
    const id = newId();
    const names = await Promise.all([
      claimName(place.folder, id, 'once', 0),
      claimName(place.folder, id, 'once', 1),
      claimName(place.folder, id, '2026-01-01T00:00:00.000Z', 0),
      claimName(place.folder, newId(), 'once', 0),
    ]);
    assert.equal(new Set(names).size, 4);
    place.remove();
  });
});
