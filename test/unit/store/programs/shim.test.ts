import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { Behind } from '../../../../src/store/programs/behindShim.ts';
import { findProgram } from '../../../../src/store/programs/findProgram.ts';
import { readShim } from '../../../../src/store/programs/shimText.ts';
import { windowsDisk } from '../../../support/windowsDisk.ts';

const SHIMS = fileURLToPath(new URL('../../../fixtures/shims/', import.meta.url));
const BIN = 'C:\\Users\\me\\AppData\\Roaming\\npm';
const SHIM = `${BIN}\\codex.cmd`;
const MODULE = `${BIN}\\node_modules\\codex\\bin`;
const NODE = 'C:\\Program Files\\nodejs\\node.exe';
const WORK = 'C:\\Users\\me\\repo\\app';

const shimText = (name: string): string => readFileSync(`${SHIMS}${name}.cmd`, 'utf8');
const read = (text: string): ReturnType<typeof readShim> => readShim(text, SHIM, win32);
const names = readdirSync(SHIMS).map(name => name.replace(/\.cmd$/, ''));

/** The program behind a shim with this text, with these files beside it. A text where it is refused. */
async function behind(
  text: string,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): Promise<Behind | string | undefined> {
  const disk = windowsDisk([SHIM, ...files], links, { [SHIM]: text });
  const path = [BIN, 'C:\\Program Files\\nodejs', 'C:\\volta'].join(';');
  const found = await findProgram('codex', { Path: path, ...env }, [WORK], disk);
  return isRefusal(found) ? found.why : found.behind;
}

describe('a shim', () => {
  it('of npm, pnpm, yarn and volta is read in every form of their versions', () => {
    assert.deepEqual(names.length, 16);
    for (const name of names) {
      const shim = read(shimText(name));
      if (name === 'npm2-env') {
        assert.equal(shim, undefined, 'it would start -S');
        continue;
      }
      const [programs, args] = name.endsWith('-exe')
        ? [[`${MODULE}\\codex.exe`], []]
        : name === 'volta'
          ? [['volta'], ['run', 'codex']]
          : [
              [`${BIN}\\node.exe`, 'node'],
              name === 'npm9-env' ? ['--no-warnings', `${MODULE}\\env.js`] : [`${MODULE}\\codex.js`],
            ];
      assert.deepEqual([shim?.programs, shim?.args], [programs, args], name);
      assert.deepEqual(read(shimText(name).replaceAll('\r\n', '\n')), shim, `${name} without CR`);
    }
  });

  it('is not recognized where it does anything else', () => {
    const plain = `@"%~dp0\\node_modules\\codex\\bin\\codex.exe" %*\r\n`;
    assert.ok(read(plain));
    for (const text of [
      '',
      '@echo hello\r\n',
      `${plain}del /q x\r\n`,
      plain.replace('%*', ''),
      plain.replace('%*', '%1'),
      plain.replace(' %*', ' --x & calc %*'),
      plain.replace(' %*', ' > out %*'),
      plain.replace('%~dp0', '%CD%'),
      plain.replace('codex.exe', '%NAME%.exe'),
      plain.replace('"%~dp0\\node_modules\\codex\\bin\\codex.exe"', 'bin\\codex.exe'),
      plain.replace('"%~dp0\\node_modules\\codex\\bin\\codex.exe"', '"codex" --x'),
      `@SET PATH=C:\\evil;%PATH%\r\n${plain}`,
      `@SET X=%USERNAME%\r\n${plain}`,
      `@SET "X=a" & calc\r\n${plain}`,
      `${plain}@"%~dp0\\other.exe" --x %*\r\n`,
      `@SETLOCAL ENABLEDELAYEDEXPANSION\r\n${plain}`,
      `@IF EXIST "%~dp0\\x" (\r\n${plain})\r\n`,
      `@rem x & calc\r\n${plain}`,
      `${plain}${' '.repeat(9000)}`,
    ]) {
      const shim = read(text);
      // A quoted word without a path is looked up like any other name.
      assert.equal(text.includes('"codex"') ? undefined : shim, undefined, text);
    }
  });

  it('starts the node beside it, or the one on PATH, by absolute paths', async () => {
    const script = `${MODULE}\\codex.js`;
    for (const name of ['npm9-js', 'npm2-js', 'yarn-js', 'npm3-js', 'npm4-js']) {
      const text = shimText(name);
      const env =
        name === 'yarn-js' ? { NODE_PATH: 'C:\\store\\node_modules\\codex\\node_modules;C:\\store\\node_modules' } : {};
      const onPath = { path: NODE, calledAs: NODE, args: [script], env };
      assert.deepEqual(await behind(text, [script, NODE]), onPath, name);
      const own = `${BIN}\\node.exe`;
      assert.deepEqual(await behind(text, [script, NODE, own]), { ...onPath, path: own, calledAs: own }, name);
      assert.match(String(await behind(text, [script])), /starts another program.+node was not found on PATH/, name);
      assert.match(String(await behind(text, [NODE])), /The program that it starts is missing/, name);
    }
    const exe = `${MODULE}\\codex.exe`;
    assert.deepEqual(await behind(shimText('npm9-exe'), [exe]), { path: exe, calledAs: exe, args: [], env: {} });
    assert.match(String(await behind(shimText('npm9-exe'), [])), /does not exist/);
    assert.equal(await behind('@echo hello %*', []), undefined);
  });

  it('starts volta with the name of the tool', async () => {
    const volta = 'C:\\volta\\volta.exe';
    const expected = { path: volta, calledAs: volta, args: ['run', 'codex'], env: {} };
    assert.deepEqual(await behind(shimText('volta'), [volta]), expected);
  });

  it('puts the values that it sets before the earlier values', async () => {
    const script = `${MODULE}\\codex.js`;
    const own = 'C:\\store\\node_modules\\codex\\node_modules;C:\\store\\node_modules';
    const set = async (name: string, env = {}): Promise<unknown> => {
      const found = await behind(shimText(name), [script, `${MODULE}\\env.js`, NODE], env);
      return typeof found === 'object' ? found.env : found;
    };
    assert.deepEqual(await set('pnpm9-js'), { NODE_PATH: own });
    assert.deepEqual(await set('pnpm9-js', { Node_Path: 'C:\\x' }), { NODE_PATH: `${own};C:\\x` });
    assert.deepEqual(await set('pnpm5-js', { NODE_PATH: 'C:\\x' }), { NODE_PATH: `C:\\x;${own}` });
    assert.deepEqual(await set('npm9-env'), { FOO: 'bar' });
  });

  it('starts no program of a repository, whichever way leads there', async () => {
    const script = `${MODULE}\\codex.js`;
    const repository = 'C:\\Users\\me\\repo';
    const git = `${repository}\\.git\\HEAD`;
    const inside = `@"${repository}\\app\\codex.exe" %*`;
    assert.match(String(await behind(inside, [git, `${repository}\\app\\codex.exe`])), /lies in/);
    const linked = { [`${BIN}\\node_modules\\codex`]: `${repository}\\codex` };
    const files = [git, `${repository}\\codex\\bin\\codex.js`, NODE];
    assert.match(String(await behind(shimText('npm9-js'), files, {}, linked)), /lies in/);
    const besides = [git, script, `${repository}\\node.exe`, `${WORK}\\node.cmd`];
    const path = { Path: `.;${BIN};${repository};${WORK}` };
    assert.match(String(await behind(shimText('npm9-js'), besides, path)), /lies in/);
  });
});
