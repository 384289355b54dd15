import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { HOUR, instant } from '../../../../src/core/basics/time.ts';
import { openConversations } from '../../../../src/runner/conversations/openConversations.ts';
import { FILE_KEEPERS, madeText, makeConversation, type Made } from '../../../support/madeStores.ts';

const NOW = Date.UTC(2026, 10, 28, 14);
const RESET = NOW + 2 * HOUR;

/** What is said of limits, throttles, balances and logins, each as people and tools write it. */
const NOTICES = [
  "You've hit your session limit · resets 3:21pm (UTC)",
  "You've hit your weekly limit · resets Mon 12:00am (UTC)",
  'You’ve hit your usage limit. Try again at 6:35 PM.',
  '429 You have hit your rate limit. It resets at 2026-11-28T18:35:48.000Z.',
  'Quota exceeded. Refreshes in 6 days and 18 hours',
  `Claude AI usage limit reached|${RESET / 1000}`,
  `{"error":{"type":"usage_limit_reached","resets_at":${RESET / 1000}}}`,
  'API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited',
  'Credit balance is too low',
  'Invalid API key · Please run /login',
];

/** How a text comes to stand in a conversation that went on. */
const WAYS: readonly ((notice: string) => Partial<Made>)[] = [
  notice => ({ prompt: notice }),
  notice => ({
    prompt: `Why does it say this?\n> ${notice}\n`,
    said: `It says "${notice}" because the limit is reached.`,
  }),
  notice => ({ said: `\`\`\`\n${notice}\n\`\`\``, end: 'question' }),
  notice => ({ prompt: 'Read the log', said: notice, end: 'call' }),
  // Whole records of a tool, pasted.
  notice => ({ said: madeText('claude', { folder: '/x', at: NOW, end: { resetsAt: RESET, notice } }), end: 'answer' }),
  notice => ({
    prompt: madeText('codex', { folder: '/x', at: NOW, end: { resetsAt: RESET, notice } }),
    end: 'question',
  }),
  notice => ({ said: madeText('copilot', { folder: '/x', at: NOW, end: { resetsAt: RESET, notice } }), end: 'call' }),
];

/** What a tool writes of an end that is no stop at a usage limit, in the same fields. */
const OTHER_ENDS = [
  'API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited',
  'Your credit balance is too low to access the API',
  'You exceeded your current quota, please check your plan and billing details.',
  'Please run /login · API Error: 401 Unauthorized',
  'The service is overloaded, try again at 6:35 PM.',
];

test('a conversation that quotes, pastes or discusses a notice, or ends otherwise, is none that a limit stopped', async t => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-quoted-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const [home, work] = [join(root, 'home'), join(root, 'work')];
  mkdirSync(work);
  let count = 0;
  const make = (agent: (typeof FILE_KEEPERS)[number], made: Partial<Made>): void => {
    makeConversation(home, agent, { folder: work, at: NOW - HOUR - count * 1000, ...made });
    count += 1;
  };
  for (const agent of FILE_KEEPERS) {
    for (const notice of NOTICES) {
      for (const way of WAYS) {
        make(agent, way(notice));
        make(agent, { ...way(notice), filler: 70_000 });
      }
    }
    for (const notice of OTHER_ENDS) {
      make(agent, { end: { notice } });
    }
  }
  assert.ok(count >= 500, `${count}`);
  const desk = openConversations({
    ...{ home: join(home, '.sf', 'defer'), env: { HOME: home }, zone: () => 'UTC', asker: 'call' },
    ...{ clock: { now: () => instant(NOW) }, folders: () => [] },
  });
  const { conversations } = await desk.list({});
  assert.equal(conversations.length, count);
  const stopped = conversations.filter(({ state }) => state === 'limit');
  assert.deepEqual(
    stopped.map(({ agent, title, limit }) => `${agent}: ${title}: ${limit?.notice}`),
    [],
  );
});
