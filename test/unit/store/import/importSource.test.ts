import assert from 'node:assert/strict';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { findSources, gather, type Surroundings } from '../../../../src/store/import/importSource.ts';
import { emptyFolder } from '../../../support/folder.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import');

/** A home and a workspace folder with the fixtures where their systems keep them. */
async function furnished(): Promise<Surroundings & { readonly folder: string }> {
  const [home, folder] = [await emptyFolder(), await emptyFolder()];
  await cp(join(FIXTURES, 'agent-defer'), join(home, 'data', 'runtime'), { recursive: true });
  await cp(join(FIXTURES, 'duragent'), join(folder, '.duragent'), { recursive: true });
  await cp(join(FIXTURES, 'a3s'), folder, { recursive: true });
  await cp(join(FIXTURES, 'sf', '.sf', 'milestones'), join(folder, '.sf', 'milestones'), { recursive: true });
  return { home, folder, folders: [folder], env: {} };
}

test('what is there is found in the workspace and at home, and nothing where nothing is', async () => {
  const around = await furnished();
  const { home, folder } = around;
  assert.deepEqual(await findSources(around), [
    { system: 'agent-defer', path: join(home, 'data', 'runtime') },
    { system: 'duragent', path: join(folder, '.duragent') },
    { system: 'a3s', path: folder },
    { system: 'sf', path: join(folder, '.sf', 'milestones') },
  ]);
  const empty = await emptyFolder();
  assert.deepEqual(await findSources({ folders: [empty], home: empty, env: {} }), []);
});

test('a system by its name alone is read from where it is', async () => {
  const around = await furnished();
  const files = async (system: string, env: Surroundings['env'] = {}): Promise<readonly string[] | string> => {
    const gathered = await gather(system, undefined, { ...around, env }, []);
    return isRefusal(gathered) ? gathered.why : gathered.files.map(({ file }) => file);
  };
  assert.deepEqual(await files('agent-defer'), ['archive/deferred_202610.jsonl', 'deferred.jsonl']);
  assert.equal((await files('duragent')).length, 8);
  assert.deepEqual(await files('sf'), ['M002.yaml', 'M003.yaml']);
  const elsewhere = await emptyFolder();
  assert.match(String(await files('agent-defer', { DEFER_RUNTIME_DIR: elsewhere })), /Nothing of agent-defer/);
  await cp(join(FIXTURES, 'agent-defer', 'deferred.jsonl'), join(elsewhere, 'tasks.jsonl'));
  assert.deepEqual(await files('agent-defer', { DEFER_TASKS_FILE: join(elsewhere, 'tasks.jsonl') }), [
    'deferred_202610.jsonl',
    'tasks.jsonl',
  ]);
});

test('~ is the home folder, and a path is taken from there', async () => {
  const around = await furnished();
  const gathered = await gather('agent-defer', '~/data/runtime/deferred.jsonl', around, []);
  assert.ok(!isRefusal(gathered));
  assert.deepEqual(
    gathered.files.map(({ file }) => file),
    ['deferred.jsonl'],
  );
});

test(
  'a folder of schedules that a repository made a link is not followed',
  { skip: process.platform === 'win32' },
  async () => {
    const [folder, home] = [await emptyFolder(), await emptyFolder()];
    await mkdir(join(folder, '.sf'));
    await symlink(join(FIXTURES, 'a3s', 'schedules'), join(folder, 'schedules'));
    assert.deepEqual(await findSources({ folders: [folder], home, env: {} }), []);
  },
);
