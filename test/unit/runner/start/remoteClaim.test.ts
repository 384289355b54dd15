import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { withRemote } from '../../../../src/runner/start/remoteClaim.ts';
import { gitIn } from '../../../support/raceClones.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('a claim at a git remote', () => {
  let place: Place;
  let bare: string;
  let id: string;

  beforeEach(async () => {
    place = makePlace();
    place.fakeAgent('claude');
    id = await place.add();
    bare = join(place.root, 'bare.git');
    mkdirSync(bare);
    gitIn(bare, 'init', '--quiet', '--bare');
    gitIn(place.folder, 'init', '--quiet');
    gitIn(place.folder, 'remote', 'add', 'origin', bare);
  });
  afterEach(() => place.remove());

  const refs = (): readonly string[] =>
    gitIn(bare, 'for-each-ref', '--format=%(refname) %(objectname)').split('\n').filter(Boolean);

  /** Plans and starts a run that the remote has to grant; why it was not started, or undefined. */
  async function start(remote = 'origin', again = false, entry = id): Promise<string | undefined> {
    const launcher = place.launcher();
    const plan = await launcher.plan(place.ledger, await place.entry(entry), { again, claimRemote: remote });
    const started = isRefusal(plan) ? plan : await launcher.start(place.ledger, plan);
    return isRefusal(started) ? started.why : undefined;
  }

  it('is asked for before anything is written, and again under no other name', async () => {
    assert.equal(await start(), undefined);
    const claimed = refs();
    assert.equal(claimed.length, 1);
    const other = makePlace();
    try {
      // Another clone has the entry and has not pulled since.
      gitIn(other.folder, 'init', '--quiet');
      gitIn(other.folder, 'remote', 'add', 'origin', bare);
      other.fakeAgent('claude');
      const { dueAt = 0 } = await place.entry(id);
      await other.add({ due_at: new Date(dueAt).toISOString() }, id);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const launcher = other.launcher();
        const plan = await launcher.plan(other.ledger, await other.entry(id), { again: false, claimRemote: 'origin' });
        assert.ok(!isRefusal(plan), 'the refused claim of this machine is over');
        const answer = await launcher.start(other.ledger, plan);
        assert.ok(isRefusal(answer) && /another machine has claimed this run/.test(answer.why));
        assert.deepEqual(await other.runs(id), []);
      }
    } finally {
      other.remove();
    }
    assert.deepEqual(refs(), claimed);
  });

  it('fails closed: no remote, no repository, no network, no start', async () => {
    assert.match((await start('upstream')) ?? '', /no remote of that name/);
    assert.match((await start(bare)) ?? '', /no remote of that name/);
    assert.match((await start('--receive-pack=id')) ?? '', /no remote of that name/);
    gitIn(place.folder, 'remote', 'add', 'gone', join(place.root, 'gone.git'));
    assert.match((await start('gone')) ?? '', /did not grant the claim/);
    const hook = join(bare, 'hooks', 'pre-receive');
    writeFileSync(hook, '#!/bin/sh\nexit 1\n');
    chmodSync(hook, 0o755);
    assert.match((await start()) ?? '', /did not grant the claim/);
    writeFileSync(hook, '#!/bin/sh\nexit 0\n');
    assert.deepEqual(await place.runs(id), []);
    assert.equal(await start(), undefined, 'and nothing stands in the way once it is there');
    const outside = makePlace();
    const plan = await outside.launcher().plan(outside.ledger, await place.entry(id), { again: false });
    assert.ok(isRefusal(plan) || isRefusal(await withRemote(outside, { ...plan, claimRemote: 'origin' }, [], nothing)));
    outside.remove();
  });

  it('is given back where the entry changed meanwhile', async () => {
    const launcher = place.launcher();
    const plan = await launcher.plan(place.ledger, await place.entry(id), { again: false, claimRemote: 'origin' });
    assert.ok(!isRefusal(plan));
    await place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'done' } }));
    assert.ok(isRefusal(await launcher.start(place.ledger, plan)));
    assert.deepEqual(refs(), []);
    await assert.rejects(
      withRemote(place, plan, [], () => Promise.reject(new Error('full'))),
      /full/,
    );
    assert.deepEqual(refs(), []);
  });

  it('is asked for by runs without a person too, and one that is refused costs none of the day’s runs', async () => {
    const allowed = await place.addAllowed();
    gitIn(place.folder, 'remote', 'add', 'gone', join(place.root, 'gone.git'));
    const launcher = place.launcher();
    const begin = async (claimRemote: string): Promise<string | undefined> => {
      const entry = await place.entry(allowed);
      const plan = await launcher.plan(place.ledger, entry, { again: false, unattended: true, claimRemote });
      const started = isRefusal(plan) ? plan : await launcher.start(place.ledger, plan);
      return isRefusal(started) ? started.why : undefined;
    };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      assert.match((await begin('gone')) ?? '', /did not grant the claim/);
    }
    const usage = await place.approvals().usage([place.ledger]);
    assert.ok(!isRefusal(usage));
    assert.equal(usage.runs, 0);
    assert.equal(await begin('origin'), undefined);
    assert.equal(refs().length, 1);
  });

  it('runs no hook of the folder, and nothing that its remote would want to', async () => {
    const planted = join(place.folder, '.git', 'hooks');
    mkdirSync(planted, { recursive: true });
    const canary = join(place.root, 'canary');
    writeFileSync(join(planted, 'pre-push'), `#!/bin/sh\ntouch '${canary}'\n`, { mode: 0o755 });
    assert.equal(await start(), undefined);
    gitIn(place.folder, 'remote', 'add', 'shell', `ext::sh -c touch% ${canary}`);
    assert.match((await start('shell', false, await place.add())) ?? '', /did not grant/);
    assert.equal(existsSync(canary), false);
  });
});

const nothing = (): Promise<undefined> => Promise.resolve(undefined);
