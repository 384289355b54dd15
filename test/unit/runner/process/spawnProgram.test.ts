import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemStart } from '../../../../src/runner/process/spawnProgram.ts';

const HOSTILE = ['--', 'two\nlines " & calc %PATH% !x! ^ \\', ''];
const env = { Path: 'C:\\bin', SystemRoot: 'D:\\Win', ComSpec: '.\\cmd.exe' };

const start = (executable: string, args: readonly string[]) => ({
  ...{ executable, calledAs: executable, args, cwd: 'C:\\work', env },
});

test('the program behind a shim is started with the script, the vector and the variables that the shim would set', () => {
  const behind = {
    path: 'C:\\n\\node.exe',
    calledAs: 'C:\\n\\node.exe',
    args: ['C:\\x\\codex.js'],
    env: { NODE_PATH: 'C:\\s' },
  };
  assert.deepEqual(systemStart(start('C:\\bin\\codex.cmd', HOSTILE), { behind }, 'win32'), {
    file: 'C:\\n\\node.exe',
    argv0: 'C:\\n\\node.exe',
    args: ['C:\\x\\codex.js', ...HOSTILE],
    env: { ...env, NODE_PATH: 'C:\\s' },
  });
});

test('a program that is not a shim is started directly on every platform', () => {
  for (const [path, platform] of [
    ['C:\\bin\\codex.exe', 'win32'],
    ['/bin/codex.cmd', 'linux'],
  ] as const) {
    const expected = { file: path, argv0: path, args: HOSTILE, env };
    assert.deepEqual(systemStart(start(path, HOSTILE), {}, platform), expected);
  }
});

test('another batch file is started by the system’s cmd.exe, not by one that the environment names', () => {
  assert.deepEqual(systemStart(start('C:\\a b\\x.cmd', ['-p', 'a b', 'c:\\d\\']), {}, 'win32'), {
    file: 'D:\\Win\\System32\\cmd.exe',
    args: ['/d', '/s', '/c', '""C:\\a b\\x.cmd" "-p" "a b" "c:\\d\\\\""'],
    env,
    isVerbatim: true,
  });
});

test('an argument that cmd.exe would interpret never reaches it', () => {
  for (const argument of ['a\nb', 'a\rb', '"', '%PATH%', '!x!', 'a&b', 'a|b', 'a>b', 'a<b', 'a^b']) {
    assert.throws(() => systemStart(start('C:\\x.cmd', [argument]), {}, 'win32'), { code: 'EINVAL' }, argument);
  }
  assert.throws(() => systemStart(start('C:\\R&D\\x.cmd', []), {}, 'win32'), { code: 'EINVAL' });
});
