import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksIn, readHeartbeat, readHeartbeatState } from '../../../../src/core/files/heartbeat.ts';
import { at } from '../../../support/world.ts';

const SINCE = at('2026-11-23T10:07:00Z');
const read = (text: string, state: unknown = undefined) =>
  readHeartbeat({ file: 'HEARTBEAT.md', text, since: SINCE, state: readHeartbeatState(state) });

test('each heading of the second level is a check, but in a code fence', () => {
  const text = '# Beat\n## Inbox\nNew mail?\n## CI ##\n```md\n## not this\n```\n### nor this\n##nor this\n## Inbox\n';
  assert.deepEqual(checksIn(text), ['Inbox', 'CI']);
  assert.deepEqual(checksIn('~~~~\n## a\n~~~\n## b\n~~~~\r\n## c\r\n'), ['c']);
});

test('a heartbeat is one entry every half hour, in one conversation, with the checks in its prompt', () => {
  const reading = read('Be brief.\n## Inbox\nNew mail?\n');
  assert.ok('id' in reading);
  const payload = reading.fields['payload'] as Readonly<Record<string, string>>;
  assert.equal(reading.id, 'heartbeat');
  assert.deepEqual([payload['mode'], payload['session']], ['callback', 'heartbeat']);
  assert.ok(payload['prompt']?.endsWith('Be brief.\n## Inbox\nNew mail?'));
  assert.equal(reading.firstSlot(SINCE), at('2026-11-23T10:30:00Z'));
});

test('the state goes along apart from the prompt: times of the checks there are, the latest ids', () => {
  const state = {
    lastChecks: { Inbox: at('2026-11-23T09:30:00Z') / 1000, Gone: 5, CI: 'yesterday', Odd: 1e300 },
    processed: [...Array.from({ length: 150 }, (_, n) => `mail-${n}`), 7],
  };
  const reading = read('## Inbox\n## CI\n## Odd\n', state);
  assert.ok('id' in reading);
  const told = JSON.parse(String((reading.fields['payload'] as { state: string }).state)) as {
    lastChecks: unknown;
    processed: readonly string[];
  };
  assert.deepEqual(told.lastChecks, { Inbox: '2026-11-23T09:30:00.000Z', CI: null, Odd: null });
  assert.deepEqual([told.processed.length, told.processed.at(-1)], [100, 'mail-149']);
});

test('a state file of any shape is read', () => {
  for (const value of [undefined, null, 5, [], { lastChecks: [], processed: {} }, { lastChecks: null }]) {
    assert.deepEqual(readHeartbeatState(value), { lastChecks: {}, processed: [] });
  }
});

test('a file without a check is a problem', () => {
  const reading = read('# Heartbeat\n');
  assert.ok('text' in reading);
  assert.match(reading.text, /has no check/);
});
