import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOpencodeUsage, opencodeUsageQuery } from '../../../../src/core/usage/opencodeUsage.ts';
import { sumTokens, tokensJson, tokensSince, tokensText } from '../../../../src/core/usage/sumTokens.ts';
import { readTokensUsed } from '../../../../src/core/usage/tokensUsed.ts';
import {
  claudeUsage,
  codexUsage,
  copilotUsage,
  geminiUsage,
  type OpenUsageReader,
} from '../../../../src/core/usage/usageReaders.ts';
import { instant } from '../../../../src/core/basics/time.ts';

// The records are cut from those that the real tools write (test/campaign/usage.test.ts).
const SINCE = instant(Date.UTC(2026, 10, 29, 0, 0));
const [BEFORE, AFTER] = ['2026-11-28T23:59:59.999Z', '2026-11-29T00:00:00.000Z'];

const used = (open: OpenUsageReader, records: readonly object[]) => {
  const reader = open(SINCE);
  for (const record of records) {
    reader.take(record as Record<string, unknown>);
  }
  return reader.used();
};

const claude = (id: string, timestamp: string, output: number, more: object = {}) => ({
  ...{ type: 'assistant', timestamp, uuid: `${id}-${output}` },
  message: {
    ...{ id, model: 'm', ...more },
    usage: {
      ...{ input_tokens: 100, cache_read_input_tokens: 40, cache_creation_input_tokens: 5, output_tokens: output },
    },
  },
});

test('Claude Code: each message counts once, with the cache, and only from the start on', () => {
  assert.deepEqual(
    used(claudeUsage, [
      claude('a', BEFORE, 999),
      claude('b', AFTER, 1),
      claude('b', AFTER, 7),
      claude('c', AFTER, 3),
      claude('d', AFTER, 0, { model: '<synthetic>' }),
      { type: 'user', timestamp: AFTER, message: { usage: { input_tokens: 5, output_tokens: 5 } } },
      { type: 'assistant', timestamp: AFTER, message: { id: 'e', usage: { input_tokens: 'many' } } },
    ]),
    { input_tokens: 290, cache_read_tokens: 80, cache_write_tokens: 10, output_tokens: 10 },
  );
  assert.equal(used(claudeUsage, [claude('a', BEFORE, 9)]), undefined);
});

const codex = (timestamp: string, input: number, output: number) => ({
  ...{ type: 'event_msg', timestamp },
  payload: {
    type: 'token_count',
    info: {
      total_token_usage: {
        ...{ input_tokens: input, cached_input_tokens: input / 2, cache_write_input_tokens: 0 },
        ...{ output_tokens: output, reasoning_output_tokens: 1 },
      },
    },
  },
});

test('Codex: the sum at the end less that at the start, however often it was told', () => {
  assert.deepEqual(
    used(codexUsage, [codex(BEFORE, 500, 50), codex(AFTER, 700, 60), codex(AFTER, 900, 80), codex(AFTER, 900, 80)]),
    { input_tokens: 400, cache_read_tokens: 200, cache_write_tokens: 0, output_tokens: 30, reasoning_tokens: 0 },
  );
  assert.deepEqual(used(codexUsage, [codex(AFTER, 700, 60)])?.input_tokens, 700, 'a conversation that began with it');
  assert.equal(used(codexUsage, [codex(BEFORE, 700, 60)]), undefined);
  const without = { type: 'event_msg', timestamp: AFTER, payload: { type: 'token_count', info: null } };
  assert.equal(used(codexUsage, [without]), undefined, 'only limits were told');
  assert.equal(used(codexUsage, [codex(BEFORE, 700, 60), codex(AFTER, 10, 5)]), undefined, 'a sum that went down');
});

test('Copilot: each call by its record', () => {
  const record = (id: string, timestamp: string) => ({
    ...{ type: 'session.usage_record', id, timestamp },
    data: { usage: { inputTokens: 10, outputTokens: 4, cacheReadTokens: 3, cacheWriteTokens: 1, reasoningTokens: 2 } },
  });
  assert.deepEqual(used(copilotUsage, [record('a', BEFORE), record('b', AFTER), record('c', AFTER)]), {
    ...{ input_tokens: 20, cache_read_tokens: 6, cache_write_tokens: 2, output_tokens: 8, reasoning_tokens: 4 },
  });
  assert.equal(used(copilotUsage, [{ ...record('a', AFTER), type: 'session.shutdown' }]), undefined);
});

test('Gemini CLI: each answer once, though it is written again, with its thoughts and what tools were given', () => {
  const answer = (id: string, timestamp: string, output: number) => ({
    ...{ id, timestamp, type: 'gemini' },
    tokens: { input: 10, output, cached: 4, thoughts: 2, tool: 1, total: 0 },
  });
  assert.deepEqual(
    used(geminiUsage, [
      answer('a', BEFORE, 9),
      answer('b', AFTER, 3),
      { $set: { messages: [answer('a', BEFORE, 9), answer('b', AFTER, 3), answer('c', AFTER, 5)] } },
      { id: 'd', timestamp: AFTER, type: 'user', tokens: { input: 9, output: 9 } },
    ]),
    { input_tokens: 22, cache_read_tokens: 8, output_tokens: 12, reasoning_tokens: 4 },
  );
});

test('OpenCode: asked for by an id of its own form alone; no answers are no numbers', () => {
  assert.match(opencodeUsageQuery('ses_ab1', SINCE) ?? '', /select 'ses_ab1' union .*time_created >= 1795910400000/);
  for (const id of ["ses_a' or 1=1 --", 'x', '', 'ses_']) {
    assert.equal(opencodeUsageQuery(id, SINCE), undefined);
  }
  const row = { answers: 2, input: 10, output: 4, reasoning: 1, read: 3, written: 2 };
  assert.deepEqual(readOpencodeUsage(row), {
    ...{ input_tokens: 15, cache_read_tokens: 3, cache_write_tokens: 2, output_tokens: 5, reasoning_tokens: 1 },
  });
  for (const none of [undefined, {}, { ...row, answers: 0 }, { ...row, input: null }, { ...row, output: 'x' }]) {
    assert.equal(readOpencodeUsage(none), undefined);
  }
});

test('a part that one of several does not tell is in no sum', () => {
  const [one, other] = [
    { input_tokens: 1, output_tokens: 2, reasoning_tokens: 3 },
    { input_tokens: 10, output_tokens: 20 },
  ];
  assert.deepEqual(sumTokens([one, other]), { input_tokens: 11, output_tokens: 22 });
  assert.equal(sumTokens([]), undefined);
  assert.equal(tokensSince(other, one), undefined);
});

test('what a row says is read part by part, and shown as what it is', () => {
  const used = readTokensUsed({ input_tokens: 12345, output_tokens: 450, cache_read_tokens: 9000, exact: true, x: 1 });
  assert.deepEqual(used, { input_tokens: 12345, cache_read_tokens: 9000, output_tokens: 450, exact: true });
  assert.ok(used);
  assert.equal(tokensText(used), '12,345 tokens in (9,000 from the cache), 450 out');
  assert.equal(tokensText({ input_tokens: 1, output_tokens: 2, exact: false }), 'at least 1 tokens in, 2 out');
  assert.deepEqual(tokensJson(used), {
    ...{ input_tokens: 12345, cache_read_tokens: 9000, cache_write_tokens: null, output_tokens: 450 },
    ...{ reasoning_tokens: null, exact: true },
  });
  assert.equal(tokensJson(undefined), null);
  for (const none of [undefined, null, 5, [], {}, { input_tokens: 5 }, { input_tokens: -1, output_tokens: 1 }]) {
    assert.equal(readTokensUsed(none), undefined);
  }
});
