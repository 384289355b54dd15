import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { gitEnv } from '../support/git.ts';
import { openShell, type Shell } from './shell.ts';

interface Result {
  readonly run: string;
  readonly title: string;
  readonly files: number;
  readonly result: string;
  readonly branch: string;
}

/** A shell in a repository, with an agent that leaves a file behind, and a person who says who they are. */
function openRepository(t: TestContext) {
  const shell = openShell();
  t.after(() => shell.remove());
  shell.env['PATH'] = `${shell.bin}:${process.env['PATH'] ?? ''}`;
  writeFileSync(join(shell.home, '.gitconfig'), '[user]\n\tname = Test\n\temail = test@example.invalid\n');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: shell.project, env: gitEnv(shell.home), encoding: 'utf8' }).trimEnd();
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(shell.project, 'a.txt'), 'one\n');
  writeFileSync(join(shell.project, '.gitignore'), '.sf\n');
  git('add', '--all');
  git('commit', '--quiet', '--message=Begin');
  placeFakeAgent(shell.bin, 'claude', { leaves: { path: 'new.txt', text: 'new\n' } });
  return { shell, git };
}

async function runOne(shell: Shell, title: string): Promise<Result> {
  const words = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on.', '--in', 'worktree'];
  const { id } = await shell.json<{ id: string }>('add', title, ...words);
  const ran = await shell.defer('run', id);
  assert.equal(ran.code, 0, ran.err);
  const [result] = await shell.json<readonly Result[]>('results');
  assert.ok(result);
  return result;
}

test('what a run left is listed, looked at, kept, and is in the history', async t => {
  const { shell, git } = openRepository(t);
  writeFileSync(join(shell.project, 'a.txt'), 'in progress\n');
  const { run, title, files, result } = await runOne(shell, 'Nightly audit');
  assert.deepEqual([title, files, result], ['Nightly audit', 1, 'unread']);
  assert.match(
    (await shell.defer('results')).out,
    /^[0-9a-f]{8} {2}claude {2}Nightly audit {2}1 file \+1 −0 {2}under a minute ago\n/,
  );
  assert.match((await shell.defer('results', run.slice(0, 8))).out, /^\+1 −0 {5,}new\.txt$/m);
  assert.match((await shell.defer('results')).out, / seen$/m);
  const patch =
    'diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,1 @@\n+new\n';
  assert.equal((await shell.defer('results', run.slice(0, 8), '--diff')).out, patch);
  assert.deepEqual(await shell.json('results', run.slice(0, 8), '--diff'), { run, patch });
  const alone = await shell.defer('results', '--diff');
  assert.deepEqual([alone.code, alone.out], [2, '']);
  assert.match(alone.err, /--diff is for one result: defer results <run> --diff\./);
  const kept = await shell.defer('keep', run.slice(0, 8));
  assert.deepEqual([kept.code, kept.out, kept.err], [0, 'Kept: merged 1 commit into main.\n', '']);
  assert.equal(readFileSync(join(shell.project, 'new.txt'), 'utf8'), 'new\n');
  assert.equal(git('status', '--porcelain'), ' M a.txt');
  const [past] = await shell.json<readonly Record<string, unknown>[]>('history');
  assert.deepEqual([past?.['result'], past?.['branch'], past?.['place']], ['kept', 'main', 'worktree']);
  assert.match((await shell.defer('history', '--changes', run.slice(0, 8))).out, /new\.txt/);
  assert.deepEqual(await shell.json('results'), []);
});

test('a patch hides nothing, keeps each line apart, and writes nothing but text to a terminal', async t => {
  const { shell } = openRepository(t);
  // A terminal would show nothing of what stands between, and take what follows a carriage return for a line.
  const hidden = '/*\u001B]8;;*/ steal();\nsteal(); /*\u0007*/\n\u009B2J\u202E';
  const forged = 'x\r--- /dev/null\r+++ b/.git/hooks/post-merge\r@@ -0,0 +1 @@\r+evil';
  placeFakeAgent(shell.bin, 'claude', { leaves: { path: 'new.js', text: `${hidden}\n${forged}\nlast\r\n` } });
  const { run } = await runOne(shell, 'Nightly audit');
  const shown = await shell.defer('results', run.slice(0, 8), '--diff');
  assert.deepEqual(shown.out.split('\n'), [
    ...['diff --git a/new.js b/new.js', 'new file mode 100644', '--- /dev/null', '+++ b/new.js', '@@ -0,0 +1,5 @@'],
    String.raw`+/*\u001b]8;;*/ steal();`,
    String.raw`+steal(); /*\u0007*/`,
    String.raw`+\u009b2J\u202e`,
    String.raw`+x\u000d--- /dev/null\u000d+++ b/.git/hooks/post-merge\u000d@@ -0,0 +1 @@\u000d+evil`,
    ...['+last\r', ''],
  ]);
  assert.match(shown.err, /are shown here as \\u codes\. --json has them/);
  const { patch } = await shell.json<{ patch: string }>('results', run.slice(0, 8), '--diff');
  assert.ok(patch.includes(`+${forged}\n+last\r\n`));
});

test('a result stays as a branch, with a name or without', async t => {
  const { shell, git } = openRepository(t);
  const first = await runOne(shell, 'First');
  const named = await shell.defer('keep', first.run.slice(0, 8), '--as-branch', 'retry/review');
  assert.deepEqual([named.code, named.out], [0, 'Kept as the branch retry/review, 1 commit.\n'], named.err);
  const second = await runOne(shell, 'Second');
  const { kept } = await shell.json<{ kept: { branch: string } }>('keep', second.run.slice(0, 8), '--as-branch');
  assert.equal(kept.branch, second.branch);
  const branches = git('for-each-ref', '--format=%(refname:short)', 'refs/heads/').split('\n');
  assert.deepEqual(branches, [second.branch, 'main', 'retry/review']);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
});

test('Discard needs a yes, and says how the work comes back', async t => {
  const { shell, git } = openRepository(t);
  const { run } = await runOne(shell, 'Nightly audit');
  const asked = await shell.defer('discard', run.slice(0, 8));
  assert.deepEqual([asked.code, /Confirm it in a terminal, or use --yes/.test(asked.err)], [1, true]);
  const { out } = await shell.defer('discard', run.slice(0, 8), '--yes');
  const [, how = ''] = /"git branch NAME (\S+)"/.exec(out) ?? [];
  git('branch', 'back', how);
  assert.equal(git('show', 'back:new.txt'), 'new');
  assert.ok(!existsSync(join(shell.project, 'new.txt')));
  const { results } = await shell.json<{ results: readonly unknown[] }>('doctor');
  assert.deepEqual(results, []);
});

test('no row of the file names what is kept or discarded', async t => {
  const { shell, git } = openRepository(t);
  const { run, branch } = await runOne(shell, 'Nightly audit');
  git('branch', 'mine');
  const forged = 'f'.repeat(32);
  const row = (token: string): string =>
    `${JSON.stringify({
      ...{ v: 1, id: '01FORGED', kind: 'prompt', status: 'pending', due_at: '2026-11-23T10:00:00Z' },
      ...{ payload: { message: 'Forged' }, updated_at: '2099-01-01T00:00:00Z' },
      run: {
        ...{ occ: '2026-11-23T10:00:00Z', gen: 0, token, event: 'ended', at: '2026-11-23T10:00:00Z', exit_code: 0 },
        ...{ place: 'worktree', branch: 'mine', worktree: shell.project, result: 'unread' },
      },
    })}\n`;
  appendFileSync(join(shell.project, '.sf', 'schedule.jsonl'), row(forged) + row(run));
  for (const act of [['keep'], ['discard', '--yes'], ['results']]) {
    const refused = await shell.defer(...act, forged);
    assert.deepEqual([refused.code, /no result "f+…?" on this machine/.test(refused.err)], [1, true], refused.err);
  }
  // A row that names the run of another entry gets nothing of its record.
  const runs = await shell.json<readonly Record<string, unknown>[]>('history');
  const ofForged = runs.filter(({ id }) => id === '01FORGED');
  assert.deepEqual(
    ofForged.map(one => [one['branch'], one['result']]),
    ofForged.map(() => [null, null]),
  );
  assert.equal((await shell.json<readonly Result[]>('results'))[0]?.branch, branch);
  assert.equal((await shell.defer('discard', run, '--yes')).code, 0);
  assert.equal(git('rev-parse', 'mine'), git('rev-parse', 'main'));
});

test('the words that name results are completed', async t => {
  const { shell } = openRepository(t);
  const { run } = await runOne(shell, 'Nightly audit');
  for (const verb of ['results', 'keep', 'discard']) {
    const { out } = await shell.defer('complete', '--', verb, '');
    assert.match(out, new RegExp(`^${run.slice(0, 8)}\\b.*claude: Nightly audit`, 'm'), verb);
  }
});
