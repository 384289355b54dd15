import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentRefusal } from '../../../../src/runner/start/arguments.ts';

describe('the arguments of a program', () => {
  it('hold whatever the system can hand over', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.equal(argumentRefusal({ path: '/bin/claude' }, ['--', '-p "x" $(y) `z`\n🙂'], platform), undefined);
    }
    assert.equal(argumentRefusal({ path: '/bin/claude' }, ['x'.repeat(131_071)], 'linux'), undefined);
    assert.equal(argumentRefusal({ path: 'C:\\codex.cmd' }, ['one line'], 'win32'), undefined);
  });

  it('are refused where they would arrive cut or not at all', () => {
    assert.match(argumentRefusal({ path: '/bin/claude' }, ['a\0b'], 'linux')?.why ?? '', /NUL/);
    assert.match(
      argumentRefusal({ path: '/bin/claude' }, ['x'.repeat(131_072)], 'linux')?.why ?? '',
      /too long.+into a file/,
    );
    assert.match(argumentRefusal({ path: 'C:\\codex.exe' }, ['x'.repeat(30_001)], 'win32')?.why ?? '', /too long/);
    const behind = { path: 'C:\\node.exe', calledAs: 'C:\\node.exe', args: ['C:\\codex.js'], env: {} };
    for (const path of ['C:\\codex.cmd', 'C:\\codex.BAT']) {
      for (const argument of [
        'two\nlines',
        'two\rlines',
        '" & calc',
        '%PATH%',
        '!x!',
        'a&b',
        'a|b',
        'a>b',
        'a<b',
        'a^b',
      ]) {
        assert.match(argumentRefusal({ path }, ['--', argument], 'win32')?.why ?? '', /batch file.+\.exe.+stdin/);
        assert.equal(argumentRefusal({ path, behind }, ['--', argument], 'win32'), undefined, 'a shim passes it on');
        assert.equal(argumentRefusal({ path }, ['--', argument], 'linux'), undefined);
      }
    }
    assert.match(
      argumentRefusal({ path: 'C:\\codex.cmd', behind }, ['x'.repeat(29_995)], 'win32')?.why ?? '',
      /too long/,
    );
  });
});
