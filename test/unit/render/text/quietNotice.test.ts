import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, MINUTE } from '../../../../src/core/basics/time.ts';
import { mayTell } from '../../../../src/render/text/quietNotice.ts';

const last = { at: 1_000_000_000_000, about: 'these' };
const after = (minutes: number) => instant(last.at + minutes * MINUTE);

test('the first notice is told, in quiet hours none is', () => {
  assert.ok(mayTell(undefined, 'these', after(0), false));
  assert.ok(!mayTell(undefined, 'these', after(0), true));
  assert.ok(!mayTell(last, 'others', after(60), true));
});

test('nothing is told twice about the same entries', () => {
  assert.ok(!mayTell(last, 'these', after(24 * 60), false));
  assert.ok(mayTell(last, 'others', after(24 * 60), false));
});

test('there are thirty minutes at least between two notices, wherever a clock was moved to', () => {
  assert.ok(!mayTell(last, 'others', after(29), false));
  assert.ok(mayTell(last, 'others', after(30), false));
  assert.ok(!mayTell(last, 'others', after(-29), false));
  assert.ok(mayTell(last, 'others', after(-24 * 60), false));
});
