import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { makePlace } from './runnerPlace.ts';
import { gitEnv, identity } from './git.ts';
import { counted, placeSwiftAgent, startRacer } from './race.ts';

/** What git says in a folder; throws where it fails. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', [...identity, ...args], {
    cwd: folder,
    env: gitEnv(folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/**
 * Lets two clones of one bare repository, each with a home and a runner of its own, run the same entries at once, some
 * of them with ids of other tools: each is started exactly once, and no branch sees anything of it.
 */
export async function raceClones(t: TestContext, entries: number): Promise<void> {
  const place = makePlace();
  const calls = placeSwiftAgent(place.bin);
  const ids: string[] = [];
  for (let index = 0; index < entries; index += 1) {
    ids.push(await (index % 4 === 0 ? place.add({}, `task_${index}`) : place.add()));
  }
  const bare = join(place.root, 'bare.git');
  mkdirSync(bare);
  gitIn(bare, 'init', '--quiet', '--bare', '--initial-branch=main');
  gitIn(place.folder, 'init', '--quiet', '--initial-branch=main');
  gitIn(place.folder, 'add', '--all');
  gitIn(place.folder, 'commit', '--quiet', '--message=x');
  gitIn(place.folder, 'push', '--quiet', bare, 'main');
  const env = { PATH: `${place.bin}:${process.env['PATH'] ?? ''}`, HOME: place.root, GIT_CONFIG_NOSYSTEM: '1' };
  const racers = ['one', 'two'].map(name => {
    gitIn(place.root, 'clone', '--quiet', bare, name);
    return startRacer(join(place.root, `home-${name}`), join(place.root, name), env);
  });
  const refusals: (string | null | undefined)[] = [];
  for (const id of ids) {
    assert.deepEqual(await Promise.all(racers.map(racer => racer.plan(id, { remote: 'origin' }))), [
      'planned',
      'planned',
    ]);
    const ends = await Promise.all(racers.map(racer => racer.go()));
    assert.equal(ends.filter(end => end === null).length, 1, `${id}: ${ends.join(' ')}`);
    refusals.push(...ends.filter(end => end !== null));
  }
  racers.forEach(racer => racer.process.kill());
  assert.deepEqual(
    [...counted(calls())],
    ids.map(id => [id, 1]),
  );
  for (const why of refusals) {
    assert.match(why ?? '', /another machine has claimed this run/);
  }
  const refs = gitIn(bare, 'for-each-ref', '--format=%(refname)').trim().split('\n');
  assert.equal(refs.filter(ref => /^refs\/defer\/claims\/[0-9a-f]{64}$/.test(ref)).length, entries);
  assert.deepEqual(
    refs.filter(ref => !ref.startsWith('refs/defer/')),
    ['refs/heads/main'],
  );
  const log = gitIn(bare, 'log', '-1', '--format=%an %ae%n%B', refs.find(ref => ref.startsWith('refs/defer/')) ?? '');
  assert.match(log, /^defer defer@localhost\nClaim of a deferred run\n\nmachine [0-9a-f]{12}\n[0-9a-f]{32}\n/);
  t.diagnostic(`${entries} entries, ${refusals.length} refusals`);
  place.remove();
}
