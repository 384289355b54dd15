import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentRefusal } from '../../../../src/runner/start/arguments.ts';

describe('the arguments of a program', () => {
  it('hold whatever the system can hand over', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.equal(argumentRefusal('/bin/claude', ['--', '-p "x" $(y) `z`\n🙂'], platform), undefined);
    }
    assert.equal(argumentRefusal('/bin/claude', ['x'.repeat(131_071)], 'linux'), undefined);
    assert.equal(argumentRefusal('C:\\codex.cmd', ['one line'], 'win32'), undefined);
  });

  it('are refused where they would arrive cut or not at all', () => {
    assert.match(argumentRefusal('/bin/claude', ['a\0b'], 'linux')?.why ?? '', /NUL/);
    assert.match(argumentRefusal('/bin/claude', ['x'.repeat(131_072)], 'linux')?.why ?? '', /too long.+into a file/);
    assert.match(argumentRefusal('C:\\codex.exe', ['x'.repeat(30_001)], 'win32')?.why ?? '', /too long/);
    for (const shim of ['C:\\codex.cmd', 'C:\\codex.BAT']) {
      assert.match(argumentRefusal(shim, ['--', 'two\nlines'], 'win32')?.why ?? '', /first line.+\.exe/);
    }
  });
});
