import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limitInOutput } from '../../../../src/core/conversations/limitInOutput.ts';
import { findLimit } from '../../../../src/core/when/usageLimit.ts';
import { DAY, fromIso, instant, toIso, type Instant } from '../../../../src/core/basics/time.ts';
import { parseMoment as parse } from '../../../../src/core/when/parseMoment.ts';
import { growth } from '../../../support/growth.ts';
import { holds } from '../../../support/property.ts';

const now = (iso = '2026-11-23T10:00:00Z'): Instant => fromIso(iso)?.at ?? instant(0);
const zone = 'Europe/Paris';
const found = (text: string, at?: string): string | undefined => {
  const limit = findLimit(text, { now: now(at), zone, parse });
  return limit && toIso(limit.at).replace(':00.000Z', 'Z');
};

/** As the tools print them: texts of public issues about them. It is 11:00 in Paris, on a Monday. */
const NOTICES: readonly (readonly [notice: string, at: string])[] = [
  // Claude Code
  ["You've hit your limit · resets 11pm (America/Anchorage)", '2026-11-24T08:00Z'],
  ['Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max or turn on /extra-usage', '2026-11-24T01:00Z'],
  ["You've hit your session limit · resets 2:50am (Asia/Muscat)", '2026-11-23T22:50Z'],
  ["You've hit your session limit · resets 12:50pm (Europe/Paris)", '2026-11-23T11:50Z'],
  ["You've hit your weekly limit · resets Nov 25 at 7pm", '2026-11-25T18:00Z'],
  ["You've hit your weekly limit · resets Nov 30, 2am (UTC)", '2026-11-30T02:00Z'],
  ["You've hit your weekly limit · resets Thursday 11am", '2026-11-26T10:00Z'],
  ['5-hour limit reached ∙ resets 3pm', '2026-11-23T14:00Z'],
  ['Claude usage limit reached. Your limit will reset at 5pm (Europe/Warsaw).', '2026-11-23T16:00Z'],
  [
    '  ⎿  Claude usage limit reached. Your limit will reset at Dec 6, 6pm.\n     /upgrade to increase it.',
    '2026-12-06T17:00Z',
  ],
  [
    'You’ve hit your limit for Claude messages. Limits will reset at 9:30 PM. View your usage details.',
    '2026-11-23T20:30Z',
  ],
  ['Claude AI usage limit reached|1795446000', '2026-11-23T15:00Z'],
  // Codex
  [
    "■ You've hit your usage limit. Upgrade to Pro (https://openai.com/chatgpt/pricing) or try again in 5 days 22 hours 11\nminutes.",
    '2026-11-29T08:11Z',
  ],
  ["You've hit your usage limit. Try again in 4 days 20 hours 9 minutes.", '2026-11-28T06:09Z'],
  [
    "You've hit your usage limit. Upgrade to Plus to continue using Codex (https://chatgpt.com/explore/plus), or try again at Dec 5th, 2026 8:19 PM.",
    '2026-12-05T19:19Z',
  ],
  ["You've hit your usage limit... or try again at Nov 27, 2026, 7:38 AM", '2026-11-27T06:38Z'],
  ['Codex error: {"type":"error","error":{"type":"usage_limit_reached","resets_at":1795446000}}', '2026-11-23T15:00Z'],
  ['{"error":{"type":"usage_limit_reached","plan_type":"free","resets_in_seconds":7200}}', '2026-11-23T12:00Z'],
  // Copilot
  [
    "✗ Sorry, you've hit a rate limit that restricts the number of Copilot model requests you can make within a specific time\n  period. Please try again in 58 hours. Please review our Terms of Service\n  (https://docs.github.com/site-policy). (Request ID: E942:3A5438:35DBCE)",
    '2026-11-25T20:00Z',
  ],
  [
    "You've reached your weekly rate limit. Please wait for your limit to reset on November 30, 2026 at 2:00 AM or switch to\nauto model to continue.",
    '2026-11-30T01:00Z',
  ],
  [
    'Sorry, you have been rate-limited. Please wait 2 minutes before trying again or consider switching to Auto.',
    '2026-11-23T10:02Z',
  ],
  // Gemini
  ['You have exhausted your capacity on this model. Your quota will reset after 8h44m0s.', '2026-11-23T18:44Z'],
  ['Usage limit reached for gemini-3-flash-preview. Access resets at 10:57 PM GMT-3.', '2026-11-24T01:57Z'],
  ['Usage limit reached for gemini-2.5-pro. Access resets at 8:00 AM PST.', '2026-11-23T16:00Z'],
  ['\\"quotaResetDelay\\": \\"25h\\", \\"quotaResetTimeStamp\\": \\"2026-11-24T09:06:00Z\\"', '2026-11-24T09:06Z'],
  // opencode
  ['Free usage exceeded, subscribe to Go\nretrying in 6h16m - attempt #1', '2026-11-23T16:16Z'],
  [
    'weekly usage limit reached. It will reset in 5 days 10 hours. To continue using this model now, enable',
    '2026-11-28T20:00Z',
  ],
];

describe('the notice of a usage limit', () => {
  for (const [notice, at] of NOTICES) {
    it(`says when it is over: ${notice.replace(/\s+/g, ' ').slice(0, 90)}`, () => assert.equal(found(notice), at));
  }

  it('is found inside a longer text, and of several the last one counts', () => {
    const lines = [
      'Reading src/a.ts',
      NOTICES[7]?.[0],
      'Retrying',
      "You've hit your limit · resets 6pm",
      '',
      'Error: exit 1',
    ];
    assert.equal(found(lines.join('\n')), '2026-11-23T17:00Z');
    assert.equal(found(`${"You've hit your limit · resets 6pm\n"}${'nothing of interest\n'.repeat(1000)}`), undefined);
  });

  it('gives the words that say so', () => {
    const text = `${'Working on it. '.repeat(40)}Claude usage limit reached. Your limit will reset at 5pm (Europe/Warsaw). Bye.`;
    const notice = findLimit(text, { now: now(), zone, parse })?.notice ?? '';
    assert.ok(notice.endsWith('Claude usage limit reached. Your limit will reset at 5pm (Europe/Warsaw)'), notice);
    assert.ok(notice.length <= 160);
  });

  it('names no time that has just passed as one of tomorrow', () => {
    assert.equal(found("You've hit your limit · resets 11am", '2026-11-23T10:04:00Z'), '2026-11-23T10:04Z');
    assert.equal(found("You've hit your limit · resets 11am", '2026-11-23T10:30:00Z'), '2026-11-24T10:00Z');
  });

  it('is none where nothing speaks of a limit, or of no time', () => {
    for (const text of [
      'The build failed. Try again in 5 minutes.',
      'Please wait 2 minutes.',
      "You've hit your usage limit. Upgrade to Pro, or wait for limits to reset (every 5h and every week.).",
      'Resource has been exhausted (e.g. check quota). Please try again later.',
      'usage limit: resets in 3 months',
      "You've hit your limit · resets at 99:99",
      'limit reached|9999999999',
      "You've hit your usage limit, or try again at 10 de jul. de 2026, 11:52.",
      '',
    ]) {
      assert.equal(found(text), undefined, text);
    }
  });

  it('never throws, and lies neither in the past nor beyond 45 days, whatever stands around it', t => {
    const word = fc.constantFrom(
      'limit',
      'resets ',
      'try again in ',
      '3pm',
      '5 days',
      ' (Europe/Paris)',
      'GMT-3',
      '9',
      ':',
      ' ',
      'Dec',
      'x',
    );
    const property = fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 30 }), words => {
      const limit = findLimit(words.join(''), { now: now(), zone, parse });
      assert.ok(limit === undefined || (limit.at >= now() && limit.at <= now() + 45 * DAY));
    });
    holds(t, property, 3000);
  });

  it('takes time by the length of the text, and no more, in the worst of texts', async () => {
    for (const part of ['limit resets ', '1h', 'try again in 1 ', '9:', 'limit wait 1', '"resets_at":']) {
      const look = (times: number): unknown => findLimit(part.repeat(times), { now: now(), zone, parse });
      const grown = await growth(look, 80_000);
      assert.ok(grown < 24, `${part}: ${grown.toFixed(1)} times as long`);
    }
  });
});

describe('the usage limit in the output of a failed run', () => {
  const inOutput = (text: string, at?: string): string | undefined => {
    const limit = limitInOutput(text, { now: now(at), zone, parse });
    return limit && toIso(limit.at).replace(':00.000Z', 'Z');
  };

  it('is what every notice tells of, but for a throttle of minutes', () => {
    const throttles = NOTICES.filter(([notice, at]) => inOutput(notice) !== at).map(([notice]) => notice);
    assert.deepEqual(
      throttles.map(notice => notice.slice(0, 60)),
      ['Sorry, you have been rate-limited. Please wait 2 minutes bef'],
    );
  });

  for (const text of [
    'Rate limit reached for gpt-5 on tokens per min. Please try again in 20s.',
    'Rate limit reached for gpt-5 on requests per min (RPM): Limit 3, Used 3. Please try again in 1m12.5s.',
    'stream error: exceeded retry limit, rate limited, retrying in 3 seconds…',
    'API Error: 429 rate limited · Retrying in 4 seconds… (attempt 3/10)',
    '429 You have hit your rate limit. It resets at 2026-11-23T10:00:48.000Z.',
    '\\"quotaResetDelay\\": \\"31s\\", \\"quotaResetTimeStamp\\": \\"2026-11-23T10:00:31Z\\"',
    'Quota exceeded for metric: requests per minute, limit: 10. Please wait 34.07s.',
    'Insufficient balance. Your usage credits refresh on Dec 20.',
    'Your credit balance is too low to go on. Usage resets on Dec 1.',
    'You are out of credits. Your quota renews on Dec 1.',
    'You exceeded your current quota, please check your plan and billing details. Please try again in 6 hours.',
  ]) {
    it(`is not there where it tells of a throttle or a balance: ${text}`, () =>
      assert.equal(inOutput(text), undefined));
  }

  for (const [text, at] of [
    ['Usage limit reached. Access resets at 10:57 PM.\nRetrying in 5s\nRetrying in 10s', '2026-11-23T21:57Z'],
    ["You've hit your session limit · resets 11:03am", '2026-11-23T10:03Z'],
    ["You've hit your usage limit. Try again in 5 minutes.", '2026-11-23T10:05Z'],
    ["You've hit your usage limit. Try again in 3 minutes.", '2026-11-23T10:03Z'],
    ["You've hit your usage limit. Purchase more credits or try again at Dec 5th, 2026 8:19 PM.", '2026-12-05T19:19Z'],
    ['{"error":{"type":"usage_limit_reached","resets_in_seconds":120}}', '2026-11-23T10:02Z'],
  ] as const) {
    it(`is there all the same: ${text.replace(/\n/g, ' ')}`, () => assert.equal(inOutput(text), at));
  }
});
