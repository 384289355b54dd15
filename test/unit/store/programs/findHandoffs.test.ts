import assert from 'node:assert/strict';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { Caller } from '../../../../src/render/export/handoff/calling.ts';
import { handoffFiles, type Handoff } from '../../../../src/render/export/handoff/handoffText.ts';
import { findHandoffs } from '../../../../src/store/programs/findHandoffs.ts';
import { realOf } from '../../../../src/store/disk/realInside.ts';
import { LONGEST_FILE } from '../../../../src/store/disk/smallFile.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { onPosix } from '../../../support/systems.ts';

const isLinux = process.platform === 'linux';

/** The machine of a person: where crontab and systemd are asked, and a schedule whose folder has this name. */
async function machine(name = 'project') {
  const root = (await realOf(await emptyFolder())) ?? '';
  const [bin, config, folder] = [join(root, 'bin'), join(root, 'config'), join(root, 'work', name)];
  await Promise.all(
    [bin, join(config, 'systemd/user/timers.target.wants'), folder].map(path => mkdir(path, { recursive: true })),
  );
  const env = { PATH: `${bin}:/usr/bin:/bin`, XDG_CONFIG_HOME: config };
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  };
  return {
    ...{ root, folder, put, units: join(config, 'systemd/user') },
    find: (scope: 'project' | 'global' = 'project') => findHandoffs(folder, scope, [], env),
    /** What Defer writes down for those who are to call it. */
    written(to: Handoff, inRepository?: string, scope: 'project' | 'global' = 'project'): readonly string[] {
      const program = { node: '/opt/node', isElectron: false, cli: '/opt/defer/cli.js' };
      const caller: Caller = {
        ...{ ...program, path: '/usr/bin', home: '/home/me', folder, scope },
        ...(inRepository !== undefined && { inRepository }),
      };
      const files = handoffFiles(to, caller, { minutes: 15 });
      assert.ok(!isRefusal(files), isRefusal(files) ? files.why : '');
      return files.map(({ text }) => text);
    },
    async crontab(text: string): Promise<void> {
      await put(join(root, 'table'), text);
      await put(join(bin, 'crontab'), `#!/bin/sh\n[ "$1" = -l ] && cat '${join(root, 'table')}'\n`);
      await chmod(join(bin, 'crontab'), 0o755);
    },
  };
}

const onUnix = (name: string, body: (t: TestContext) => Promise<void>): void =>
  void test(name, { skip: process.platform === 'win32' }, body);

onUnix(
  'a line of the crontab is found for the folder it is for, whatever its name, and not where it is a comment',
  async () => {
    for (const name of ['project', "it's 100% mine", 'a "quoted" one']) {
      const one = await machine(name);
      await one.crontab('');
      assert.deepEqual(await one.find(), []);
      const [text = ''] = one.written('cron');
      await one.crontab(`MAILTO=me\n${text}`);
      assert.deepEqual(await one.find(), [{ scheduler: 'cron' }], name);
      assert.deepEqual(await one.find('global'), []);
      await one.crontab(text.replace(/^(?=\*)/m, '# '));
      assert.deepEqual(await one.find(), [], 'a comment');
    }
  },
);

onUnix('the crontab of another folder, and of one that only begins like it, says nothing', async () => {
  const [one, other] = [await machine('project'), await machine('project')];
  await one.crontab(other.written('cron').join(''));
  assert.deepEqual(await one.find(), []);
  await one.crontab(one.written('cron').join('').replaceAll(one.folder, `${one.folder}2`));
  assert.deepEqual(await one.find(), []);
});

onUnix('the global schedule has lines of its own', async () => {
  const one = await machine();
  await one.crontab(one.written('cron', undefined, 'global').join(''));
  assert.deepEqual([await one.find(), await one.find('global')], [[], [{ scheduler: 'cron' }]]);
});

test('a timer of systemd counts once it is enabled', { skip: !isLinux }, async () => {
  for (const name of ['project', 'a b "c" 100%']) {
    const one = await machine(name);
    await one.crontab('');
    const [service = '', timer = ''] = one.written('systemd');
    await one.put(join(one.units, 'deferred.service'), service);
    await one.put(join(one.units, 'deferred.timer'), timer);
    assert.deepEqual(await one.find(), [], 'not enabled');
    await symlink('../deferred.timer', join(one.units, 'timers.target.wants/deferred.timer'));
    assert.deepEqual(await one.find(), [{ scheduler: 'systemd', where: 'deferred.timer' }], name);
  }
});

onUnix('a workflow counts for the folder of the repository that it works in', async () => {
  const one = await machine('part');
  await one.crontab('');
  const repository = join(one.root, 'work');
  await mkdir(join(repository, '.git'));
  const workflow = join(repository, '.github/workflows/deferred.yml');
  await one.put(workflow, one.written('github', 'part').join(''));
  assert.deepEqual(await one.find(), [{ scheduler: 'github', where: '.github/workflows/deferred.yml' }]);
  await one.put(workflow, one.written('github', 'other').join(''));
  assert.deepEqual(await one.find(), []);
  await one.put(workflow, one.written('github', '').join(''));
  assert.deepEqual(await one.find(), []);
  await rm(workflow);
  await one.put(join(one.root, 'elsewhere.yml'), one.written('github', 'part').join(''));
  await symlink(join(one.root, 'elsewhere.yml'), workflow);
  assert.deepEqual(await one.find(), [], 'a link is not read');
});

onUnix('workflows behind a link that leads out of the repository are not read', async () => {
  const one = await machine('part');
  await one.crontab('');
  await mkdir(join(one.root, 'work/.git'));
  await one.put(join(one.root, 'elsewhere/workflows/deferred.yml'), one.written('github', 'part').join(''));
  await symlink(join(one.root, 'elsewhere'), join(one.root, 'work/.github'));
  assert.deepEqual(await one.find(), []);
});

onUnix('workflows of nothing but line ends hold nobody up', async () => {
  const one = await machine();
  await one.crontab('');
  await mkdir(join(one.folder, '.git'));
  await one.put(join(one.folder, '.github/workflows/empty.yml'), '\n'.repeat(LONGEST_FILE));
  assert.deepEqual(await one.find(), []);
});

onUnix('a crontab that the folder brings along is not asked', async () => {
  const one = await machine();
  await one.put(join(one.folder, 'crontab'), `#!/bin/sh\ntouch '${join(one.root, 'started')}'\n`);
  await chmod(join(one.folder, 'crontab'), 0o755);
  assert.deepEqual(await findHandoffs(one.folder, 'project', [], { PATH: one.folder }), []);
  await assert.rejects(rm(join(one.root, 'started')));
  // Neither is it for another schedule, such as the global one, while the folder is open.
  assert.deepEqual(await findHandoffs((await machine()).folder, 'global', [one.folder], { PATH: one.folder }), []);
  await assert.rejects(rm(join(one.root, 'started')));
});

test('a launch agent of macOS counts for the folder that it names, unless it is disabled', onPosix, async () => {
  for (const name of ['project', `it's "100%" <mine> & yours`]) {
    const one = await machine(name);
    const agents = join(homedir(), 'Library', 'LaunchAgents');
    const find = (scope: 'project' | 'global' = 'project') =>
      findHandoffs(one.folder, scope, [], { PATH: '' }, 'darwin');
    assert.deepEqual(await find(), []);
    const text = one.written('launchd').join('');
    await one.put(join(agents, 'defer.plist'), text);
    assert.deepEqual(await find(), [{ scheduler: 'launchd', where: 'defer.plist' }], name);
    assert.deepEqual(await find('global'), []);
    await one.put(join(agents, 'defer.plist'), text.replace('<dict>', '<dict><key>Disabled</key><true/>'));
    assert.deepEqual(await find(), [], 'disabled');
    await one.put(
      join(agents, 'defer.plist'),
      text.replaceAll('/project<', '/project2<').replaceAll('yours<', 'ours<'),
    );
    assert.deepEqual(await find(), [], 'another folder');
    await rm(agents, { recursive: true });
  }
});
