import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fenced } from '../../../../src/render/text/fence.ts';

test('no text ends the block that it stands in', () => {
  assert.equal(fenced('a `b` c'), '```text\na `b` c\n```');
  assert.equal(fenced('a\n```\n**b**'), '````text\na\n```\n**b**\n````');
  assert.equal(fenced('`'.repeat(9)), `${'`'.repeat(10)}text\n${'`'.repeat(9)}\n${'`'.repeat(10)}`);
});
