import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { node, openShell, run, type Shell, type Spoken } from '../cli/shell.ts';
import { hasTerminal, inTerminal, inTerminalOf } from '../cli/terminal.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { firstVersion } from '../support/firstVersion.ts';
import { execFileSync } from 'node:child_process';

// A home and a workspace as version 0.1.0 leaves them, opened with this version, and the other way round.

const older = (await firstVersion()) ?? '';
const skip =
  older === ''
    ? 'this clone has no history of version 0.1.0'
    : !hasTerminal && 'there is no terminal to be had here, in which a person could approve';

const HOUR = 3_600_000;

/** So many hours from now, as `--now` takes it. */
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** What both versions say of an entry. */
interface Listed {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly runs: readonly { readonly outcome: string; readonly token: string | null }[];
}

/** What a turn of `run --due` says of an entry. */
interface Turn {
  readonly id: string;
  readonly result: string;
  readonly why: string | null;
}

/** Members whose meaning changed on purpose: the words of groups, and whether an approval still counts. */
const CHANGED = new Set(['group', 'late_ms', 'approved']);

describe('a home and a workspace of version 0.1.0', { skip }, () => {
  let shell: Shell;
  let agent: FakeAgent;
  /** The ids of the entries, by their titles. */
  const ids = new Map<string, string>();
  const idOf = (title: string): string => ids.get(title) ?? assert.fail(title);
  const old = (...words: readonly string[]): Promise<Spoken> => run(node, [older, ...words], shell.project, shell.env);
  const oldJson = async <Value>(...words: readonly string[]): Promise<Value> => {
    const { code, out, err } = await old('--json', ...words);
    assert.equal(code, 0, `${words.join(' ')}: ${out}${err}`);
    return JSON.parse(out) as Value;
  };
  const addOld = async (title: string, ...words: readonly string[]): Promise<void> => {
    ids.set(title, (await oldJson<{ id: string }>('add', title, ...words)).id);
  };
  const listed = (): Promise<readonly Listed[]> => shell.json<readonly Listed[]>('list');
  const shown = (title: string): Promise<Listed> => shell.json<Listed>('show', idOf(title));
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 60_000; !(await holds());) {
      assert.ok(Date.now() < end, 'waited in vain');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  /** Lets an agent of its own name go on until `release`, started by version 0.1.0 as a terminal does. */
  let going: Promise<Spoken>;
  const release = (): void => writeFileSync(join(shell.root, 'released'), '');
  /** What version 0.1.0 showed last. */
  let seen: readonly Listed[];

  before(async () => {
    shell = openShell();
    shell.env['PATH'] = `${shell.bin}:/usr/bin:/bin`;
    execFileSync('git', ['init', '-q'], { cwd: shell.project, env: shell.env });
    agent = placeFakeAgent(shell.bin, 'claude', { keeps: 'claude' });
    const slow = placeFakeAgent(shell.bin, 'codex', { waitsFor: join(shell.root, 'released') });
    const prompt = ['--agent', 'claude', '--prompt', 'Go on'] as const;
    await addOld('Plain', '--when', '2d');
    await addOld('Overdue', '--when', '2026-11-20T09:00Z');
    await addOld('Nightly', '--when', 'every day at 02:00', ...prompt);
    await addOld('Moved', '--when', 'every day at 03:00');
    await addOld('Brought forward', '--when', 'every day at 03:00');
    await addOld('Paused', '--when', 'every day at 04:00');
    await addOld('Skipped', '--when', 'every day at 05:00');
    await addOld('After', '--after', idOf('Nightly'), ...prompt);
    await addOld('Once', '--when', 'now', ...prompt);
    await addOld('Running', '--when', 'now', '--agent', 'codex', '--prompt', 'Take long');
    await addOld('Archived', '--when', '1h');
    await addOld('Cancelled', '--when', '1h');
    for (const words of [
      ['snooze', idOf('Moved'), '20m'],
      ['reschedule', idOf('Brought forward'), '10m'],
      ['pause', idOf('Paused')],
      ['skip', idOf('Skipped')],
      ['done', idOf('Archived')],
      ['archive'],
      ['cancel', idOf('Cancelled')],
      ['run', idOf('Once')],
    ]) {
      const { code, out, err } = await old(...words);
      assert.equal(code, 0, `${words.join(' ')}: ${out}${err}`);
    }
    const allowed = await inTerminalOf(shell, 'yes', [node, older, 'allow', idOf('Nightly')]);
    assert.equal(allowed.code, 0, allowed.out);
    const ran = await oldJson<readonly Turn[]>('run', '--due', '--now', inHours(25));
    assert.equal(ran.find(({ id }) => id === idOf('Nightly'))?.result, 'ran');
    going = old('run', idOf('Running'));
    await until(async () => slow.calls().length === 1);
    seen = await oldJson<readonly Listed[]>('list');
    assert.equal(agent.calls().length, 2);
  });
  after(async () => {
    release();
    await going;
    shell.remove();
  });

  it('stands as before: each entry, its times and its runs, the archive and the history', async t => {
    const now = new Map((await listed()).map(entry => [entry.id, entry]));
    assert.deepEqual([...now.keys()].sort(), seen.map(({ id }) => id).sort());
    for (const entry of seen) {
      const is: Record<string, unknown> = { ...now.get(entry.id) };
      const both = Object.entries(entry).filter(([name]) => !CHANGED.has(name) && name !== 'runs');
      assert.deepEqual(
        Object.fromEntries(both.map(([name]) => [name, is[name]])),
        Object.fromEntries(both),
        entry.title,
      );
      assert.deepEqual(
        (is['runs'] as Listed['runs']).map(({ outcome, token }) => [outcome, token]),
        entry.runs.map(({ outcome, token }) => [outcome, token]),
        entry.title,
      );
    }
    assert.equal((await shell.defer('show', idOf('Archived'))).code, 1);
    const [archive = ''] = readdirSync(join(shell.project, '.sf', 'archive')).filter(name => name.endsWith('.jsonl'));
    assert.match(shell.read(join('.sf', 'archive', archive)), /"message":"Archived"/);
    const history = await shell.defer('history');
    for (const title of ['Nightly', 'Once', 'Running', 'Skipped']) {
      assert.match(history.out, new RegExp(`  ${title}  `));
    }
    assert.match((await shell.defer('doctor')).out, /^Every line of the schedule could be read\.\n/);
    t.diagnostic(`${seen.length} open entries, ${Object.keys(seen[0] ?? {}).length} members each`);
  });

  it('starts nothing that was approved for less, and says why it asks again', async () => {
    const before = agent.calls().length;
    const turns = await shell.json<readonly Turn[]>('run', '--due', '--now', inHours(50));
    const nightly = turns.find(({ id }) => id === idOf('Nightly'));
    assert.equal(nightly?.result, 'skipped');
    assert.match(nightly.why ?? '', /allowed in an earlier version of Defer, which showed less/);
    assert.equal(agent.calls().length, before);
    const page = await inTerminal(shell, 'no', 'allow', idOf('Nightly'));
    assert.match(page.out, /Changed since it was allowed.*\n\+ /s);
  });

  it('shows a run that goes on as running, starts it no second time, and takes its end from the old runner', async () => {
    const [run] = (await shown('Running')).runs;
    assert.equal(run?.outcome, 'running');
    const { code, err } = await shell.defer('run', idOf('Running'));
    assert.equal(code, 1);
    assert.match(err, /A run of this entry is going on/);
    release();
    assert.equal((await going).code, 0);
    const after = await shown('Running');
    assert.deepEqual([after.status, after.runs.map(({ outcome }) => outcome)], ['done', ['ok']]);
  });

  it('goes on in the conversation of an earlier run', async () => {
    const earlier = agent.calls()[0]?.session;
    assert.ok(earlier);
    const { code, out, err } = await inTerminal(shell, 'yes', 'resume-run', idOf('Once'));
    assert.equal(code, 0, out + err);
    assert.equal(agent.calls().at(-1)?.session, earlier);
  });

  it('deals with each time once, also of a repeat that was in the middle of one', async () => {
    const slotOf = async (title: string): Promise<number> =>
      Date.parse((await shell.json<{ slot: string }>('show', idOf(title))).slot);
    const moved = await slotOf('Moved');
    assert.equal((await shell.defer('done', idOf('Moved'))).code, 0);
    assert.equal((await slotOf('Moved')) - moved, 24 * HOUR);
    // Version 0.1.0 did not keep which time it brought forward, so the next time of the rule is not left out.
    assert.equal((await shell.defer('done', idOf('Brought forward'))).code, 0);
    assert.equal(await slotOf('Brought forward'), moved);
  });

  it('runs by itself again once a person has allowed it', async () => {
    const allowed = await inTerminal(shell, 'yes', 'allow', idOf('Nightly'));
    assert.equal(allowed.code, 0, allowed.out);
    const before = agent.calls().length;
    for (const result of ['ran', undefined]) {
      const { out } = await shell.defer('run', '--due', '--json', '--now', inHours(50));
      const turns = JSON.parse(out) as readonly Turn[];
      assert.equal(turns.find(({ id }) => id === idOf('Nightly'))?.result, result);
    }
    assert.equal(agent.calls().length, before + 1);
  });

  it('is read and written by version 0.1.0 after all of that, and keeps what that does not know', async () => {
    assert.equal((await shell.defer('edit', idOf('Plain'), '--note', 'Ask first')).code, 0);
    const { id } = await shell.json<{ id: string }>(
      ...['add', 'New', '--when', '3h', '--agent', 'claude', '--prompt', 'Go on', '--in', 'worktree'],
    );
    assert.equal((await shell.defer('edit', id, '--note', 'why')).code, 0);
    const now = new Map((await listed()).map(entry => [entry.id, entry]));
    const then = await oldJson<readonly Listed[]>('list');
    assert.deepEqual(then.map(entry => entry.id).sort(), [...now.keys()].sort());
    for (const entry of then) {
      const is: Record<string, unknown> = { ...now.get(entry.id) };
      // The event has happened twice by now, and the older version tells the time of the second.
      const names =
        entry.id === idOf('After') ? ['title', 'status'] : ['title', 'status', 'due_at', 'repeat', 'paused'];
      for (const name of names) {
        assert.deepEqual((entry as unknown as Record<string, unknown>)[name], is[name], `${entry.title}: ${name}`);
      }
    }
    // It knows no events of times that were dealt with, and takes the rest of such a row.
    const problems = (await old('doctor')).out.match(/ line \d+: .*/g) ?? [];
    assert.deepEqual(
      problems.filter(problem => !/run is not a run event/.test(problem)),
      [],
    );
    assert.equal((await old('snooze', idOf('Plain'), '1d')).code, 0);
    assert.equal((await old('snooze', id, '1d')).code, 0);
    const [plain, fresh] = [
      await shell.json<{ note: string; status: string }>('show', idOf('Plain')),
      await shell.json<{ note: string; in: string; status: string }>('show', id),
    ];
    assert.deepEqual([plain.note, plain.status], ['Ask first', 'snoozed']);
    assert.deepEqual([fresh.note, fresh.in, fresh.status], ['why', 'worktree', 'snoozed']);
  });

  it('loses a runner of version 0.1.0, and says so instead of starting again', async () => {
    await addOld('Lost', '--when', 'now', '--agent', 'codex', '--prompt', 'Take long');
    const slow = placeFakeAgent(shell.bin, 'codex', { waitsFor: join(shell.root, 'never') });
    const before = slow.calls().length;
    const lost = old('run', idOf('Lost'));
    await until(async () => slow.calls().length > before);
    const pid = slow.calls().at(-1)?.pid ?? 0;
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    process.kill(parent, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await lost;
    await until(async () => !existsSync(`/proc/${parent}`));
    assert.equal((await shown('Lost')).runs[0]?.outcome, 'unknown');
    const refused = await shell.defer('run', idOf('Lost'));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /--again/);
    assert.equal(slow.calls().length, before + 1);
    slow.behave({});
    assert.equal((await shell.defer('run', idOf('Lost'), '--again')).code, 0);
  });
});
