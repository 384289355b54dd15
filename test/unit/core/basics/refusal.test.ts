import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyRefusal, isRefusal, refusal } from '../../../../src/core/basics/refusal.ts';

test('what says no is told by its tag, whoever passes it on', () => {
  assert.ok(isRefusal(refusal('No.')));
  assert.ok(isRefusal(busyRefusal('Not now.')));
  assert.ok(isRefusal({ ...refusal('No.'), why: 'No, and do that instead.' }));
});

test('a record of a file is no refusal, whatever its members are called', () => {
  const texts = ['{"why":"x"}', '{"why":"x","busy":true}', '{"refused":true,"why":"x"}', '{"defer.refusal":true}'];
  assert.deepEqual(
    texts.filter(text => isRefusal(JSON.parse(text))),
    [],
  );
  assert.ok(!isRefusal(JSON.parse(JSON.stringify(refusal('No.')))));
  assert.ok(!isRefusal(undefined));
});
