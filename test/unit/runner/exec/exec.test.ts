import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  existsSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readChanges } from '../../../../src/runner/changes/keptChanges.ts';
import { sha256 } from '../../../../src/store/disk/digest.ts';
import { scheduleOf } from '../../../support/folder.ts';
import { gitEnv, identity } from '../../../support/git.ts';
import { HOSTILE } from '../../../support/hostilePlaces.ts';
import { longRun, makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';
import { onPosix, withLinks } from '../../../support/systems.ts';

const eventsOf = (place: Place): readonly (string | undefined)[] =>
  rowsOf(place).map(row => (row['run'] as { event?: string } | undefined)?.event);

describe('a run', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('gives the agent the prompt byte for byte, in the folder, and records that it went well', async () => {
    const agent = place.fakeAgent('claude', { reads: ['DEFER_RUN_ID', 'DEFER_ENTRY_ID'] });
    const id = await place.add({ payload: { message: 'Go on', prompt: HOSTILE, agent: 'claude' } });
    const token = await place.claim(id);
    const { code, out } = await place.run(token);
    assert.equal(code, 0);
    assert.equal(out, 'fake agent\n');
    const [call, ...more] = agent.calls();
    const [run] = await place.runs(id);
    assert.equal(more.length, 0);
    assert.equal(call?.arguments.length, 4);
    assert.deepEqual(call.arguments.slice(0, 3), ['--session-id', run?.session, '--']);
    const prompt = call.arguments[3] ?? '';
    assert.ok(prompt.includes(`Task:\n${HOSTILE}`));
    assert.equal(call.folder, place.folder);
    assert.deepEqual(call.env, { DEFER_RUN_ID: token, DEFER_ENTRY_ID: id });
    assert.deepEqual(readdirSync(place.folder), ['.sf']);
    assert.equal(readFileSync(join(place.home, 'prompts', `${sha256(prompt)}.txt`), 'utf8'), prompt);
    assert.equal((await place.entry(id)).status, 'done');
    assert.equal(run?.outcome, 'ok');
    assert.deepEqual(eventsOf(place), [undefined, 'claimed', 'started', 'ended']);
    assert.equal(rowsOf(place)[3]?.['status'], 'done', 'the end and what it means are one row');
  });

  it('records what the agent changed in a repository, and keeps which files on this machine', async () => {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', [...identity, ...args], { cwd: place.folder, env: gitEnv(place.root), encoding: 'utf8' });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=x');
    place.fakeAgent('claude', { leaves: { path: join(place.folder, 'retry.ts'), text: 'a\nb\n' } });
    const id = await place.add();
    const token = await place.claim(id);
    const path = `${place.bin}${delimiter}${process.env['PATH'] ?? ''}`;
    assert.equal((await place.run(token, { PATH: path })).code, 0);
    const [run] = await place.runs(id);
    const head = git('rev-parse', 'HEAD').trim();
    assert.deepEqual(
      [run?.base, run?.head, run?.commits, run?.files, run?.insertions, run?.deletions, run?.dirty],
      [head, head, 0, 1, 2, 0, true],
    );
    assert.deepEqual(await readChanges(place.home, token), [{ path: 'retry.ts', insertions: 2, deletions: 0 }]);
    assert.doesNotMatch(readFileSync(scheduleOf(place.folder), 'utf8'), /retry\.ts/);
  });

  it('keeps its files from everybody else', onPosix, async () => {
    place.fakeAgent('claude');
    await place.run(await place.claim(await place.add()));
    for (const folder of ['claims', 'tokens', 'prompts']) {
      assert.equal(statSync(join(place.home, folder)).mode & 0o777, 0o700);
      for (const name of readdirSync(join(place.home, folder))) {
        assert.equal(statSync(join(place.home, folder, name)).mode & 0o777, 0o600, name);
      }
    }
  });

  it('that ends with another exit code counts as an attempt that failed, and may be run again', async () => {
    const agent = place.fakeAgent('claude', { exitCode: 3 });
    const id = await place.add();
    assert.equal((await place.run(await place.claim(id))).code, 3);
    const failed = await place.entry(id);
    assert.deepEqual([failed.status, failed.attempts, failed.lastError], ['failed', 1, 'exit code 3']);
    agent.behave({});
    assert.equal((await place.run(await place.claim(id))).code, 0);
    assert.equal((await place.entry(id)).status, 'done');
    assert.deepEqual(
      (await place.runs(id)).map(run => [run.gen, run.outcome, run.exit_code]),
      [
        [0, 'failed', 3],
        [1, 'ok', 0],
      ],
    );
  });

  it('whose program went away since it was claimed ends 127', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    rmSync(agent.path);
    assert.equal((await place.run(token)).code, 127);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, entry.lastError], ['failed', 'exit code 127: the program was not found']);
    assert.equal((await place.runs(id))[0]?.exit_code, 127);
  });

  it('whose program became a link since it was claimed starts nothing', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    renameSync(agent.path, join(place.folder, 'planted'));
    symlinkSync(join(place.folder, 'planted'), agent.path);
    assert.equal((await place.run(token)).code, 127);
    assert.deepEqual(agent.calls(), []);
  });

  it('whose folder became a link since it was claimed starts nothing', async () => {
    const agent = place.fakeAgent('claude');
    const inner = join(place.folder, 'inner');
    mkdirSync(inner);
    const id = await place.add({ payload: { message: 'Go on', agent: 'claude', cwd: 'inner' } });
    const token = await place.claim(id);
    rmSync(inner, { recursive: true });
    symlinkSync(place.bin, inner);
    assert.equal((await place.run(token)).code, 126);
    assert.equal(agent.calls().length, 0);
  });

  it('whose program cannot be started says so', onPosix, async () => {
    place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    writeFileSync(join(place.bin, 'claude'), '#!/nowhere/interpreter\n');
    const { code } = await place.run(token);
    assert.ok(code === 126 || code === 127);
    assert.equal((await place.entry(id)).status, 'failed');
  });

  it('of an entry that somebody closed meanwhile only records its end', async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    await place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'cancelled', reason: 'not needed' } }));
    end();
    assert.equal((await runner.end).code, 0);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, entry.reason], ['cancelled', 'not needed']);
    assert.deepEqual((rowsOf(place).at(-1)?.['defer'] as { ch: unknown }).ch, []);
    assert.equal((await place.runs(id))[0]?.outcome, 'ok');
  });

  it('of an entry that was given another time meanwhile only records its end', async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    await place.ledger.act(id, place.clock.now(), () => ({ set: { due_at: '2099-01-01T00:00:00.000Z' } }));
    end();
    await runner.end;
    assert.equal((await place.entry(id)).status, 'pending');
  });

  it('of an entry that was snoozed meanwhile is done all the same', async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    const slot = rowsOf(place)[0]?.['due_at'];
    await place.ledger.act(id, place.clock.now(), () => ({
      set: { due_at: '2099-01-01T00:00:00.000Z', original_due_at: slot },
    }));
    end();
    await runner.end;
    assert.equal((await place.entry(id)).status, 'done');
  });

  it('of an entry that repeats leaves it open', async () => {
    place.fakeAgent('claude');
    const id = await place.add({ repeat: { every: '1d' } });
    await place.run(await place.claim(id));
    assert.deepEqual([(await place.entry(id)).status, (await place.runs(id))[0]?.outcome], ['pending', 'ok']);
  });

  it('writes the entry whole where its agent took it out of the file, as a switch of branches does', async () => {
    const id = await place.add({ note: 'kept' });
    const { runner, end } = await longRun(place, id);
    writeFileSync(join(place.folder, '.sf', 'schedule.jsonl'), '');
    end();
    assert.equal((await runner.end).code, 0);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, entry.title, entry.fields['note']], ['done', 'Go on', 'kept']);
  });

  it('says so, and ends badly, where its end cannot be written', async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    rmSync(join(place.folder, '.sf', 'schedule.jsonl'));
    mkdirSync(join(place.folder, '.sf', 'schedule.jsonl'));
    end();
    const { code, err } = await runner.end;
    assert.equal(code, 74);
    assert.match(
      err,
      /The run ended \(exit code 0\), but that could not be written: .+ Its end will show as unknown\./,
    );
  });

  it('does not start where its start cannot be written, and may be run once the file is mended', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    const file = join(place.folder, '.sf', 'schedule.jsonl');
    renameSync(file, `${file}.kept`);
    mkdirSync(file);
    const { code, err } = await place.run(token);
    assert.equal(code, 1);
    assert.match(err, /^Nothing was started: /);
    rmSync(file, { recursive: true });
    renameSync(`${file}.kept`, file);
    assert.equal(agent.calls().length, 0);
    assert.equal((await place.run(await place.claim(id))).code, 0);
  });

  it('does not bring back a folder that its agent took away', onPosix, async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    rmSync(place.folder, { recursive: true });
    end();
    const { code, err } = await runner.end;
    assert.equal(code, 74);
    assert.match(err, /that could not be written/);
    assert.equal(existsSync(place.folder), false);
  });

  it('starts nothing where the entry is gone from the file since it was claimed', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await place.add());
    writeFileSync(join(place.folder, '.sf', 'schedule.jsonl'), '');
    const { code, err } = await place.run(token);
    assert.deepEqual([code, err], [1, 'Nothing was started: the entry is no longer in the schedule.\n']);
    assert.equal(agent.calls().length, 0);
    assert.equal(readFileSync(join(place.folder, '.sf', 'schedule.jsonl'), 'utf8'), '');
  });

  it('tells a program behind a link what it was called as', withLinks, async () => {
    const noted = join(place.root, 'noted');
    symlinkSync(process.execPath, join(place.bin, 'claude'));
    const script = `require('node:fs').writeFileSync(${JSON.stringify(noted)}, process.argv0)`;
    const settings = (): unknown => ({
      claude: { fresh: ['-e', script, '<prompt>'], resume: ['<session>', '<prompt>'] },
    });
    const id = await place.add();
    assert.equal((await place.run(await place.claim(id, { settings }))).code, 0);
    assert.equal(readFileSync(noted, 'utf8'), join(place.bin, 'claude'));
  });

  it('starts nothing where the entry was closed after it was claimed', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    await place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'done' } }));
    const { code, err } = await place.run(token);
    assert.deepEqual([code, err], [1, 'Nothing was started: the entry is already done.\n']);
    assert.equal(agent.calls().length, 0);
    assert.equal((await place.runs(id))[0]?.outcome, 'interrupted');
  });
});
