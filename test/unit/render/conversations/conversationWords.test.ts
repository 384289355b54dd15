import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import type { KnownConversation } from '../../../../src/core/conversations/knownConversation.ts';
import { groupConversations } from '../../../../src/render/conversations/conversationGroups.ts';
import {
  conversationRowText,
  conversationSpoken,
  conversationTip,
  nextResetText,
} from '../../../../src/render/conversations/conversationWords.ts';
import { stopText } from '../../../../src/render/conversations/stopText.ts';
import { knownConversation } from '../../../support/conversations.ts';

const now = instant(Date.UTC(2026, 10, 28, 14, 40));
const zone = 'UTC';
const stop = (minutes: number | undefined): Pick<KnownConversation, 'limit'> => ({
  limit: {
    ...(minutes !== undefined && { resetsAt: instant(now + minutes * MINUTE) }),
    ...{ told: minutes === undefined ? 'untold' : 'exact', notice: 'You have hit your limit' },
  },
});
const talk = (id: string, ago: number, more: Partial<KnownConversation> = {}): KnownConversation =>
  knownConversation('claude', id, instant(now - ago), more);

describe('a conversation as a row', () => {
  it('counts down to the reset, and says how long ago that was', () => {
    const text = (minutes: number | undefined): string =>
      conversationRowText(talk('a', HOUR, { state: 'limit', ...stop(minutes) }), { now, zone });
    assert.equal(text(80), 'resets in 1 h 20 min · 1 h ago');
    assert.equal(text(-10), 'reset 10 min ago · 1 h ago');
    assert.equal(text(undefined), 'reset time not known · 1 h ago');
  });

  it('has the first reset in its heading', () => {
    assert.equal(nextResetText([stop(undefined), stop(80), stop(30), stop(-5)], now), 'resets in 30 min');
    assert.equal(nextResetText([stop(undefined), stop(-5), {}], now), '');
  });

  it('says until when it is put off', () => {
    const text = (due: number | undefined): string =>
      conversationRowText(talk('a', HOUR), {
        ...{ now, zone },
        entry: { due: due === undefined ? undefined : instant(now + due) },
      });
    assert.equal(text(100 * MINUTE), 'deferred until 16:20 · 1 h ago');
    assert.equal(text(DAY), 'deferred until tomorrow 14:40 · 1 h ago');
    assert.equal(text(-MINUTE), 'deferred, due now · 1 h ago');
    assert.equal(text(undefined), 'deferred · 1 h ago');
  });

  it('is spoken with its agent and state, and all of it is cleaned', () => {
    const hostile = talk('a', HOUR, { title: '\u001b[31m\u202eLook\u0007\nat it', isHeld: true });
    assert.equal(conversationSpoken(hostile, { now, zone }), 'Look at it, Claude Code, waiting for you, open, 1 h ago');
    assert.doesNotMatch(conversationTip(hostile, { now, zone }).replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.equal(
      conversationSpoken(talk('a', 0, { title: '', state: 'working' }), { now, zone }).split(',')[0],
      '(no title)',
    );
  });
});

describe('conversations under headings', () => {
  it('shows what one looks for first, and what is old when it is asked for', () => {
    const all = [
      talk('old', 8 * DAY),
      talk('days ago', 2 * DAY),
      talk('today', HOUR),
      talk('now', 0, { state: 'working' }),
      talk('unknown', HOUR, { state: 'unknown' }),
      talk('stopped', 3 * HOUR, { state: 'limit', ...stop(20) }),
      talk('untold', 3 * HOUR, { state: 'limit', ...stop(undefined) }),
      talk('over', 3 * DAY, { state: 'limit', ...stop(-2 * 24 * 60) }),
      talk('weekly', 3 * DAY, { state: 'limit', ...stop(2 * 24 * 60) }),
    ];
    assert.deepEqual(
      groupConversations(all, now).map(({ group, shown, older }) => [
        group,
        shown.map(({ id }) => id),
        older.map(({ id }) => id),
      ]),
      [
        ['Stopped at a Limit', ['stopped', 'untold', 'weekly'], []],
        ['Waiting for You', ['today'], []],
        ['Working', ['now'], []],
        ['Earlier', ['unknown', 'days ago', 'over'], ['old']],
      ],
    );
    assert.deepEqual(groupConversations([], now), []);
  });
});

describe('the message at a stop', () => {
  const said = (...minutes: readonly (number | undefined)[]): string => stopText(minutes.map(stop), { now, zone });

  it('counts them, and says until when', () => {
    assert.equal(said(100, 100), '2 conversations stopped at a limit until 16:20');
    assert.equal(said(100), '1 conversation stopped at a limit until 16:20');
    assert.equal(said(300, 100), '2 conversations stopped at a limit, the first until 16:20');
    assert.equal(said(undefined, 100), '2 conversations stopped at a limit, the first until 16:20');
    assert.equal(said(undefined), '1 conversation stopped at a limit');
    assert.equal(said(-10, -20), '2 conversations stopped at a limit that has reset since');
    assert.equal(said(undefined, -20), '2 conversations stopped at a limit');
  });
});
