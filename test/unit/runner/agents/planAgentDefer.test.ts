import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { promptFile } from '../../../../src/runner/agents/planAgentDefer.ts';
import { agentDeferPlaces } from '../../../../src/runner/agents/agentDeferPlaces.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

describe('runs as agent-defer does them', () => {
  let place: Place;
  let prompts: string;
  beforeEach(() => {
    place = makePlace();
    prompts = join(place.root, 'logs');
  });
  afterEach(() => place.remove());

  const executor = (body: string): void => {
    const path = join(place.bin, 'my-executor');
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    place.env['DEFER_EXECUTOR'] = path;
  };

  it('write the prompt into a file, which without an executor is all there is to do', async () => {
    const id = await place.add({ payload: { message: 'Go on', prompt: 'Do it.', agent: 'claude' } });
    const end = await place.run(await place.claim(id, { prompts }));
    assert.equal(end.code, 0, end.err);
    const text = readFileSync(join(prompts, `${id}.prompt.txt`), 'utf8');
    assert.match(text, new RegExp(`^You are resuming a deferred task\\.\\n\\nTask ID: ${id}\\n`));
    assert.match(text, /\nTask:\nDo it\.\n$/);
    assert.equal((await place.entry(id)).status, 'done');
    assert.deepEqual(
      (await place.runs(id)).map(run => [run.outcome, run.exit_code]),
      [['ok', 0]],
    );
  });

  it('give the executor the file and then the record, and read its two outputs as one', onPosix, async () => {
    const id = await place.add();
    const file = promptFile(prompts, id);
    executor(`printf 'out '; [ -f '${file}' ] && printf 'err ' >&2; while read -r line; do printf '%s' "$line"; done`);
    const end = await place.run(await place.claim(id, { prompts }));
    assert.deepEqual([end.code, end.err], [0, '']);
    assert.match(end.out, /^out err \{"schemaVersion":1,/);
    const record = JSON.parse(end.out.slice(8)) as Record<string, unknown>;
    assert.deepEqual([record['id'], record['status'], record['type']], [id, 'executing', 'deferred_task']);
  });

  it('fail by the executor’s exit code, and write the file anew when they are tried again', onPosix, async () => {
    const id = await place.add({ max_retries: 1 });
    executor('exit 3');
    mkdirSync(prompts);
    writeFileSync(join(place.root, 'theirs'), 'mine');
    symlinkSync(join(place.root, 'theirs'), promptFile(prompts, id));
    assert.equal((await place.run(await place.claim(id, { prompts }))).code, 3);
    assert.equal((await place.entry(id)).attempts, 1);
    assert.match(readFileSync(promptFile(prompts, id), 'utf8'), /^You are/);
    assert.equal(readFileSync(join(place.root, 'theirs'), 'utf8'), 'mine', 'a link is replaced, not followed');
  });

  it('do not start where the executor cannot be, and fail where the file cannot be written', onPosix, async () => {
    const id = await place.add();
    executor('exit 0');
    chmodSync(join(place.bin, 'my-executor'), 0o644);
    const plan = await place.plan(id, { prompts });
    assert.ok(isRefusal(plan) && /not executable/.test(plan.why));
    delete place.env['DEFER_EXECUTOR'];
    writeFileSync(prompts, '');
    assert.equal((await place.run(await place.claim(id, { prompts }))).code, 73);
    assert.match((await place.entry(id)).lastError ?? '', /could not be written/);
  });

  it('are approved like all others', async () => {
    place.clock.ahead = 0;
    const due = new Date(place.clock.now() + 1000).toISOString();
    const id = await place.add({ due_at: due });
    await place.approve(id, { prompts });
    place.clock.ahead = 2000;
    assert.ok(!isRefusal(await place.plan(id, { prompts, unattended: true })));
    assert.ok(isRefusal(await place.plan(id, { prompts: undefined as never, unattended: true })));
    executor('exit 0');
    assert.ok(isRefusal(await place.plan(id, { prompts, unattended: true })), 'an executor is something else');
  });
});

describe('agent-defer’s names', () => {
  it('of files are ids, where those are plain', () => {
    assert.equal(promptFile('/logs', 'task_2026.1-x'), join('/logs', 'task_2026.1-x.prompt.txt'));
    for (const id of ['../x', '..', '.hidden', 'a/b', 'C:\\x', 'a b', 'x'.repeat(128), '\u{1F642}', '-x']) {
      assert.match(promptFile('/logs', id), /^[\\/]logs[\\/][0-9a-f]{32}\.prompt\.txt$/, id);
    }
  });

  it('of places are those of its variables', () => {
    const home = join(homedir(), 'data', 'runtime');
    assert.deepEqual(agentDeferPlaces({}), {
      tasks: join(home, 'deferred.jsonl'),
      prompts: join(home, 'logs'),
      log: join(home, 'logs', 'defer.log'),
      archive: join(home, 'archive'),
    });
    assert.deepEqual(agentDeferPlaces({ DEFER_RUNTIME_DIR: '/r' }).archive, join('/r', 'archive'));
    const env = { DEFER_RUNTIME_DIR: '/r', DEFER_LOG_DIR: '/l', DEFER_LOG_FILE: '/f', DEFER_ARCHIVE_DIR: '/a' };
    assert.equal(agentDeferPlaces({ ...env, DEFER_TASKS_FILE: '/t.jsonl' }).tasks, '/t.jsonl');
    assert.deepEqual(agentDeferPlaces(env), {
      tasks: join('/r', 'deferred.jsonl'),
      prompts: '/l',
      log: '/f',
      archive: '/a',
    });
  });
});
