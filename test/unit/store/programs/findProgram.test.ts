import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { workingFolder } from '../../../../src/runner/start/folders.ts';
import { findProgram, trustedPath } from '../../../../src/store/programs/findProgram.ts';
import { untrustedFolders } from '../../../../src/store/programs/untrustedFolders.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { onPosix } from '../../../support/systems.ts';

// shim.test.ts and windowsProgram.test.ts test the same for Windows.
describe('the program of an agent', onPosix, () => {
  let root: string;
  let work: string;
  let bin: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-executable-')));
    [work, bin] = [join(root, 'repo', 'work'), join(root, 'bin')];
    mkdirSync(work, { recursive: true });
    mkdirSync(bin);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function program(folder: string, name = 'claude'): string {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  }
  const find = (name: string, ...path: readonly string[]): ReturnType<typeof findProgram> =>
    findProgram(name, { PATH: path.join(':') }, [work]);
  async function refused(name: string, why: RegExp, ...path: readonly string[]): Promise<void> {
    const found = await find(name, ...path);
    assert.ok(isRefusal(found), `${name} was found: ${JSON.stringify(found)}`);
    assert.match(found.why, why);
  }

  it('is found on PATH, by its real path, and remembers what it is called', async () => {
    const real = program(join(root, 'lib'), 'claude-2.1');
    symlinkSync(real, join(bin, 'claude'));
    assert.deepEqual(await find('claude', '/nowhere', bin), { path: real, calledAs: join(bin, 'claude') });
  });

  it('may be an absolute path', async () => {
    const path = program(bin);
    assert.deepEqual(await find(path), { path, calledAs: path });
    await refused(join(bin, 'other'), /does not exist\. Install it/);
  });

  it('that is not there is refused', () => refused('claude', /was not found on PATH\. Install it/, bin));

  it('that lies in the folder is refused', async () => {
    const planted = program(join(work, 'bin'));
    await refused('claude', /lies in, or leads through, the folder/, join(work, 'bin'));
    await refused(planted, /lies in, or leads through, the folder/);
    await refused('claude', /lies in/, program(join(work, 'node_modules', '.bin')).replace('/claude', ''));
  });

  it('that the folder puts before another is passed over', async () => {
    program(join(work, 'bin'));
    const path = program(bin);
    assert.deepEqual(await find('claude', join(work, 'bin'), '.', bin), { path, calledAs: path });
  });

  it('over a link into the folder is refused', async () => {
    symlinkSync(program(work), join(bin, 'claude'));
    await refused('claude', /leads through/, bin);
  });

  it('over a link of the folder to elsewhere is refused', async () => {
    symlinkSync(program(join(root, 'lib')), join(work, 'claude'));
    await refused(join(work, 'claude'), /leads through/);
  });

  it('over a chain of links through the folder is refused', async () => {
    symlinkSync(program(join(root, 'lib')), join(work, 'step'));
    symlinkSync(join(work, 'step'), join(bin, 'claude'));
    await refused('claude', /leads through/, bin);
  });

  it('over a PATH entry that is a link into the folder is refused', async () => {
    program(join(work, 'tools'));
    symlinkSync(join(work, 'tools'), join(root, 'tools'));
    await refused('claude', /leads through/, join(root, 'tools'));
  });

  it('is refused where the folder is named over a link', async () => {
    program(join(work, 'bin'));
    symlinkSync(work, join(root, 'alias'));
    const found = await findProgram('claude', { PATH: join(work, 'bin') }, [join(root, 'alias')]);
    assert.ok(isRefusal(found));
  });

  it('of a package around the folder is refused', async () => {
    const around = join(root, 'repo', 'node_modules', '.bin');
    program(around);
    await refused('claude', /belongs to a package around the folder/, around);
  });

  it('of a package around the folder is refused over a link too', async () => {
    program(join(root, 'lib'));
    mkdirSync(join(root, 'repo', 'node_modules', '.bin'), { recursive: true });
    symlinkSync(join(root, 'lib', 'claude'), join(root, 'repo', 'node_modules', '.bin', 'claude'));
    symlinkSync(join(root, 'repo', 'node_modules', '.bin', 'claude'), join(bin, 'claude'));
    await refused('claude', /belongs to a package around the folder/, bin);
    symlinkSync(join(root, 'repo', 'node_modules', '.bin'), join(root, 'tools'));
    await refused('claude', /belongs to a package around the folder/, join(root, 'tools'));
  });

  it('of the checkout around the folder is refused, and of one around that', async () => {
    mkdirSync(join(root, 'repo', '.git'));
    const path = program(join(root, 'repo', 'tools'));
    await refused('claude', /the repository around that/, join(root, 'repo', 'tools'));
    await refused(path, /the repository around that/);
    const outer = program(join(root, 'vendor'));
    assert.deepEqual(await find(outer), { path: outer, calledAs: outer });
    writeFileSync(join(root, '.git'), 'gitdir: /elsewhere\n');
    await refused(outer, /the repository around that/);
  });

  it('over folders that are links through the checkout is refused, however many there are', async () => {
    mkdirSync(join(root, 'repo', '.git'));
    program(join(root, 'lib'));
    symlinkSync(join(root, 'lib'), join(root, 'repo', 'step'));
    symlinkSync(join(root, 'repo', 'step'), join(root, 'first'));
    symlinkSync('first', join(root, 'second'));
    await refused('claude', /leads through/, join(root, 'second'));
    assert.ok(!isRefusal(await find('claude', join(root, 'lib'))), 'but not where they lead');
  });

  it('has a PATH for those that it starts itself, with the same rules', async () => {
    mkdirSync(join(root, 'repo', '.git'));
    const package_ = join(root, 'node_modules', '.bin');
    mkdirSync(package_, { recursive: true });
    mkdirSync(join(root, 'repo', 'tools'));
    symlinkSync(join(root, 'repo', 'tools'), join(root, 'tools'));
    const entries = ['', '.', join(work, 'bin'), join(root, 'repo', 'tools'), join(root, 'tools'), package_, bin];
    assert.equal(await trustedPath([...entries, '/nowhere'].join(':'), [work]), `${bin}:/nowhere`);
  });

  it('of a relative or empty PATH entry is refused', async () => {
    const path = program(bin, 'planted-tool');
    const here = process.cwd();
    process.chdir(bin);
    try {
      for (const entry of ['', '.', '../bin']) {
        await refused('planted-tool', /only through a relative entry of PATH/, entry);
      }
      assert.deepEqual(await find('planted-tool', '.', bin), { path, calledAs: path });
    } finally {
      process.chdir(here);
    }
  });

  it('as a relative path is refused', async () => {
    for (const name of ['./claude', '../claude', 'bin/claude']) {
      await refused(name, /is a relative path/, bin);
    }
  });

  it('must be a file that may be executed', async () => {
    mkdirSync(join(bin, 'claude'));
    await refused('claude', /is not a file/, bin);
    chmodSync(program(bin, 'codex'), 0o644);
    await refused('codex', /is not executable.+chmod/, bin);
  });

  it('is named in a refusal only where its name is plain', async () => {
    await refused('[x](command:evil)', /^The program was not found/, bin);
    await refused('a\u001B[31m', /^The program was not found/, bin);
    await refused('', /No program is named/, bin);
    await refused('a\0b', /No program is named/, bin);
  });

  it('may lie in the person’s home, which is no folder of a repository', async () => {
    assert.deepEqual(await untrustedFolders([homedir()]), []);
    assert.deepEqual(await untrustedFolders([work]), [work]);
  });

  it('may lie in a home that is a checkout itself', async () => {
    const restore = setEnvironment({ HOME: join(root, 'home') });
    try {
      const project = join(root, 'home', 'project');
      mkdirSync(join(root, 'home', '.git'), { recursive: true });
      mkdirSync(join(project, '.git'), { recursive: true });
      mkdirSync(join(root, '.git'));
      assert.deepEqual(await untrustedFolders([project]), [project]);
      const path = program(join(root, 'home', 'bin'));
      assert.deepEqual(await findProgram(path, {}, [project]), { path, calledAs: path });
    } finally {
      restore();
    }
  });

  it('runs in the folder of its schedule or one inside it', async () => {
    mkdirSync(join(work, 'inner'));
    symlinkSync(bin, join(work, 'out'));
    symlinkSync(join(work, 'inner'), join(work, 'in'));
    assert.equal(await workingFolder(work, undefined), work);
    assert.equal(await workingFolder(work, 'inner'), join(work, 'inner'));
    assert.equal(await workingFolder(work, 'in'), join(work, 'inner'));
    assert.equal(await workingFolder(work, join(work, 'inner')), join(work, 'inner'));
    for (const cwd of ['..', '../..', '/', bin, 'out', 'inner/../../..', `${work}-other`, 'a\0b', 'missing']) {
      mkdirSync(`${work}-other`, { recursive: true });
      assert.ok(typeof (await workingFolder(work, cwd)) !== 'string', cwd);
    }
    writeFileSync(join(work, 'file'), '');
    assert.ok(typeof (await workingFolder(work, 'file')) !== 'string', 'a file is no folder');
  });
});
