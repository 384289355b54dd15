import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { agentEnvironment } from '../../../../src/runner/exec/environment.ts';
import type { Disk } from '../../../../src/store/programs/programDisk.ts';
import { windowsDisk } from '../../../support/windowsDisk.ts';
import { findProgram, trustedPath } from '../../../../src/store/programs/findProgram.ts';

const WORK = 'C:\\Users\\me\\repo\\packages\\app';

const NPM = 'C:\\Users\\me\\AppData\\Roaming\\npm';
const PATHEXT = '.COM;.EXE;.BAT;.CMD;.VBS;.JS';

async function found(name: string, path: readonly string[], disk: Disk): Promise<string> {
  const program = await findProgram(name, { Path: path.join(';'), PathExt: PATHEXT }, [WORK], disk);
  return isRefusal(program) ? program.why : program.path;
}

test('on Windows a program is found with the extensions of PATHEXT, in their order', async () => {
  const disk = windowsDisk([`${NPM}\\codex`, `${NPM}\\codex.cmd`, `${NPM}\\codex.exe`]);
  assert.equal(await found('codex', [NPM], disk), `${NPM}\\codex.exe`);
  assert.equal(await found('codex.cmd', [NPM], disk), `${NPM}\\codex.cmd`);
  assert.equal(await found('CODEX', [`"${NPM}"`], disk), `${NPM}\\codex.exe`, 'an entry may stand in quotes');
  assert.match(await found('codex', ['C:\\other'], disk), /was not found on PATH/);
});

test('on Windows nothing is found in the current folder, or in one that depends on a drive', async () => {
  const disk = windowsDisk([`${WORK}\\node.exe`, 'C:\\tools\\node.exe', '\\tools\\node.exe', 'tools\\node.exe']);
  for (const entry of ['', '.', 'tools', 'C:tools', '\\tools']) {
    const why = await found('node', [entry], disk);
    assert.doesNotMatch(why, /node\.exe$/, entry);
  }
  for (const name of ['.\\node', 'tools\\node', 'C:node', '\\tools\\node.exe', '..\\node.exe']) {
    assert.match(await found(name, [], disk), /is a relative path/, name);
  }
  assert.equal(await found('node', ['.', 'C:\\tools'], disk), 'C:\\tools\\node.exe');
});

test('on Windows what a repository brings along is refused, in whatever case it is written', async () => {
  const repository = 'C:\\Users\\me\\repo';
  const disk = windowsDisk([
    `${repository}\\.git\\HEAD`,
    `${repository}\\tools\\claude.exe`,
    `${WORK}\\claude.cmd`,
    'C:\\Users\\me\\node_modules\\.bin\\claude.cmd',
  ]);
  assert.match(await found('claude', [WORK.toUpperCase()], disk), /lies in/);
  assert.match(await found('claude', ['c:\\users\\ME\\Repo\\tools'], disk), /the repository around that/);
  assert.match(await found('claude', ['C:\\Users\\me\\Node_Modules\\.BIN'], disk), /belongs to a package around/);
  const linked = windowsDisk([`${repository}\\.git\\HEAD`, 'D:\\lib\\claude.exe'], {
    [`${repository}\\lib`]: 'D:\\lib',
    'D:\\bin': `${repository}\\lib`,
  });
  assert.match(await found('claude', ['D:\\bin'], linked), /leads through/);
  assert.equal(await found('claude', ['D:\\lib'], linked), 'D:\\lib\\claude.exe');
});

test('on Windows a script that another program opens is not started', async () => {
  const disk = windowsDisk(['C:\\tools\\claude.js']);
  assert.match(await found('C:\\tools\\claude.js', [], disk), /opened by another program.*\.exe or \.cmd/);
  assert.match(await found('claude', ['C:\\tools'], disk), /was not found on PATH/);
});

test('on Windows agents get a PATH without the repository, and cmd.exe does not look into their folder first', async () => {
  const disk = windowsDisk(['C:\\Users\\me\\repo\\.git\\HEAD', `${NPM}\\codex.cmd`]);
  const path = ['.', 'tools', '\\x', 'c:\\users\\me\\repo\\node_modules\\.bin', NPM].join(';');
  assert.equal(await trustedPath(path, [WORK], disk), NPM);
  const run = { token: '00', entryId: 'x', agent: 'codex', folders: [WORK], cwd: WORK };
  const env = await agentEnvironment(
    { Path: path, PWD: '/c/other', ComSpec: 'C:\\Windows\\System32\\cmd.exe' },
    run,
    disk,
  );
  assert.equal(env['Path'], NPM);
  assert.equal(env['NoDefaultCurrentDirectoryInExePath'], '1');
  assert.equal(env['PWD'], undefined);
});
