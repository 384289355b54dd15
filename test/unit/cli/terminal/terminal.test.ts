import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasColours } from '../../../../src/cli/terminal/terminal.ts';

test('people get colours and pipes none, unless the environment says otherwise', () => {
  const cases: readonly (readonly [read: boolean, env: Record<string, string>, coloured: boolean])[] = [
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ];
  for (const [read, env, coloured] of cases) {
    assert.equal(hasColours(read, env), coloured, JSON.stringify([read, env]));
  }
});
