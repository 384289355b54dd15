import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { isRefusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { bundled } from './bundled.ts';
import { testHome } from './home.ts';
import { copyOfRun, put, runWith, stateOf, TOKEN, type RunPlace } from './results.ts';

const run = promisify(execFile);

/** What a person can decide about a result. */
export type Act = 'keep' | 'branch' | 'discard';
export const ACTS: readonly Act[] = ['keep', 'branch', 'discard'];

/**
 * A run that committed, took a commit back, and left something uncommitted, beside a checkout with work in progress.
 */
interface BusyPlace {
  readonly place: RunPlace;
  readonly commits: readonly string[];
}

let busy: Promise<BusyPlace> | undefined;

/** Copies a run. The original is made once per process. */
async function busyPlace(): Promise<BusyPlace> {
  const { place, commits } = await (busy ??= workedBusily());
  return { place: await copyOfRun(place.record), commits };
}

async function workedBusily(): Promise<BusyPlace> {
  const place = await runWith({ 'a.txt': 'one\n', 'b.txt': 'b\n' });
  const commit = (text: string): string => {
    put(place.worktree, { 'a.txt': text });
    place.inside('commit', '--quiet', '--all', `--message=${text}`);
    return place.inside('rev-parse', 'HEAD');
  };
  const idea = commit('idea\n');
  place.inside('reset', '--quiet', '--hard', 'HEAD^');
  const two = commit('two\n');
  put(place.worktree, { 'new.txt': 'uncommitted\n' });
  put(place.checkout, { 'main.txt': 'main\n' });
  place.git('add', 'main.txt');
  place.git('commit', '--quiet', '--message=Main');
  put(place.checkout, { 'b.txt': 'dirty\n', 'untracked.txt': 'untracked\n' });
  return { place, commits: [idea, two] };
}

/** How many steps a decision takes in a process of its own; undefined where it died before one of them. */
async function decideIn({ home }: RunPlace, act: Act, dieAt: number): Promise<number | undefined> {
  const script = bundled(join(import.meta.dirname, 'resultProcess.ts'));
  const env = { PATH: process.env['PATH'], HOME: testHome, GIT_CONFIG_NOSYSTEM: '1' };
  const words = [script, home, TOKEN, act, String(dieAt)];
  const { stdout } = await run(process.execPath, words, { env }).catch(() => ({ stdout: '' }));
  if (stdout === '') {
    return undefined;
  }
  const { steps, why } = JSON.parse(stdout) as { steps: number; why: string | null };
  assert.equal(why, null);
  return steps;
}

const decide = ({ desk }: RunPlace, act: Act): Promise<object | Refusal> =>
  act === 'discard' ? desk.discard(TOKEN) : desk.keep(TOKEN, act === 'branch' ? { asBranch: 'later' } : {});

/** The commits among these that neither a ref nor the remaining worktree reaches. */
function lostOf(place: RunPlace, commits: readonly string[]): readonly string[] {
  const reached = place.git('rev-list', '--all').split('\n');
  const lost = commits.filter(one => !reached.includes(one));
  const isThere = lost.length > 0 && existsSync(join(place.worktree, '.git'));
  const walked = isThere ? place.inside('rev-list', '--walk-reflogs', 'HEAD') : '';
  return lost.filter(one => !walked.includes(one));
}

/** Whether what was not committed is in the worktree, or in a commit that a ref leads to. */
function hasUncommitted(place: RunPlace): boolean {
  const file = join(place.worktree, 'new.txt');
  const isThere = existsSync(file) && readFileSync(file, 'utf8') === 'uncommitted\n';
  const refs = isThere ? [] : place.git('for-each-ref', '--format=%(objectname)').split('\n');
  return isThere || refs.some(ref => place.git('ls-tree', '--name-only', ref).includes('new.txt'));
}

/**
 * Lets a decision be killed before every so-manieth of its steps that change the disk: each time no commit and no file
 * is lost, the work in progress of the checkout is as it was, and another decision finishes the job.
 */
export async function survivesDeath(t: TestContext, act: Act, every: number): Promise<number> {
  const first = await busyPlace();
  const all = (await decideIn(first.place, act, 0)) ?? 0;
  assert.ok(all > 5, `${act} takes ${all} steps`);
  let deaths = 0;
  for (let step = 1; step <= all; step += every) {
    const { place, commits } = await busyPlace();
    const before = stateOf(place.checkout);
    const head = place.git('rev-parse', 'HEAD');
    assert.equal(await decideIn(place, act, step), undefined, `${act} ${step} of ${all}`);
    deaths += 1;
    const what = `${act}, killed before step ${step} of ${all}`;
    assert.deepEqual(lostOf(place, [...commits, head]), [], what);
    assert.ok(hasUncommitted(place), what);
    if (act !== 'keep') {
      assert.equal(stateOf(place.checkout), before, what);
    }
    const answer = await decide(place, act);
    // The last step of all notes that it is over.
    assert.ok(
      !isRefusal(answer) || /(?:kept|discarded) already/.test(answer.why),
      `${what}: ${JSON.stringify(answer)}`,
    );
    assert.deepEqual(lostOf(place, [...commits, head]), [], what);
    assert.ok(hasUncommitted(place) && !existsSync(place.worktree), what);
    assert.equal(place.git('status', '--porcelain'), ' M b.txt\n?? untracked.txt', what);
    assert.equal(existsSync(join(place.checkout, 'new.txt')), act === 'keep', what);
    assert.equal(place.git('for-each-ref', 'refs/heads/defer/'), '', what);
    assert.deepEqual(await place.desk.problems(), [], what);
    assert.equal((await place.desk.list())[0]?.state, act === 'discard' ? 'discarded' : 'kept', what);
  }
  t.diagnostic(`${act}: ${deaths} kills at ${all} steps, 0 commits and 0 files lost`);
  return deaths;
}

/**
 * Lets a decision be killed before every so-manieth of its steps, and another one be made in its place. Where that is
 * refused, the first one is finished. Either way no commit and no file is lost.
 */
export async function survivesChange(t: TestContext, [act, other]: readonly [Act, Act], every: number): Promise<void> {
  const all = (await decideIn((await busyPlace()).place, act, 0)) ?? 0;
  let [deaths, refused] = [0, 0];
  for (let step = 1; step <= all; step += every) {
    const { place, commits } = await busyPlace();
    await decideIn(place, act, step);
    deaths += 1;
    const what = `${act}, killed before step ${step} of ${all}, then ${other}`;
    const answer = await decide(place, other);
    if (isRefusal(answer)) {
      refused += 1;
      const finished = await decide(place, act);
      assert.ok(!isRefusal(finished) || /(?:kept|discarded) already/.test(finished.why), `${what}: ${answer.why}`);
    }
    assert.deepEqual(lostOf(place, commits), [], what);
    assert.ok(hasUncommitted(place) && !existsSync(place.worktree), what);
    assert.equal(place.git('status', '--porcelain'), ' M b.txt\n?? untracked.txt', what);
    assert.deepEqual(await place.desk.problems(), [], what);
  }
  t.diagnostic(`${act}, then ${other}: ${deaths} kills, ${refused} finished by the first, nothing lost`);
}
