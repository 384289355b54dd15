import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { KnownConversation } from '../../../../src/core/conversations/knownConversation.ts';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import type { ConversationAsk, ConversationDesk } from '../../../../src/verbs/conversationDesk.ts';
import { toolVerbs } from '../../../../src/verbs/tools.ts';
import { knownConversation } from '../../../support/conversations.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

describe('showing conversations', () => {
  let world: World;
  let known: readonly KnownConversation[];
  let asked: ConversationAsk[];
  let older: number;
  beforeEach(() => {
    world = createWorld({ now: '2026-11-28T14:00:00Z' });
    const now = world.clock.now();
    [asked, older] = [[], 0];
    known = [
      knownConversation('claude', '0cb916db-26aa', instant(now - 12 * MINUTE), {
        state: 'limit',
        limit: { resetsAt: instant(now + 2 * HOUR), told: 'exact', notice: 'You have hit your limit' },
      }),
      knownConversation('codex', '0cb916db-77aa', instant(now - HOUR), { isHeld: true }),
      knownConversation('gemini', 'abcdef', instant(now - 3 * HOUR), { state: 'unknown', title: '' }),
    ];
    const desk: Pick<ConversationDesk, 'list' | 'idOf'> = {
      list: async ask => {
        asked.push(ask);
        const problems = ['codex: 1 file is in a format that Defer does not know.'];
        return { conversations: known, older, problems };
      },
      idOf: async (_folder, { session }) => (session === 'the-review' ? '0cb916db-77aa' : 'other'),
    };
    Object.assign(world.host, { conversations: async () => desk });
  });

  it('gives programs the newest first, and which entry goes on with one', async () => {
    const id = await world.add('Go on', '2h', '--agent', 'codex', '--mode', 'callback', '--session', 'the-review');
    await world.add('Other', '1h', '--agent', 'codex', '--mode', 'fresh', '--session', 'the-review');
    const answer = await world.value<readonly Answer[]>('conversations');
    assert.deepEqual(answer[0], {
      ...{ agent: 'claude', id: '0cb916db-26aa', folder: '/home/me/project', title: 'About 0cb916db-26aa' },
      ...{ started_at: '2026-11-28T13:47:00.000Z', active_at: '2026-11-28T13:48:00.000Z', state: 'limit' },
      ...{ resets_at: '2026-11-28T16:00:00.000Z', notice: 'You have hit your limit', entry: null },
    });
    assert.deepEqual(
      answer.map(one => [one['agent'], one['state'], one['resets_at'] === null, one['entry']]),
      [
        ['claude', 'limit', false, null],
        ['codex', 'waiting', true, id],
        ['gemini', 'unknown', true, null],
      ],
    );
  });

  it('shows people those that stopped first, with enough of the id, and says what was left out', async () => {
    older = 7;
    const reply = await world.say('conversations');
    assert.ok(reply.ok);
    assert.equal(
      reply.say,
      [
        'Stopped at a Limit',
        '  0cb916db-2  About 0cb916db-26aa  claude · 12 min ago · resets Sat 28 Nov, 16:00 UTC (in 2 h)',
        'Waiting for You',
        '  0cb916db-7  About 0cb916db-77aa  codex · 1 h ago · open',
        'Other',
        '  abcdef      (no title)           gemini · 3 h ago',
      ].join('\n'),
    );
    assert.match(reply.report ?? '', /^codex: .*\n7 older conversations were not read\.$/);
  });

  it('asks about the folders of the projects, or about all of them', async () => {
    await world.say('conversations');
    const reply = await world.say('conversations', '--everywhere', '--agent', 'claude');
    assert.deepEqual(asked, [
      { folders: ['/home/me/project'], agent: undefined },
      { folders: undefined, agent: 'claude' },
    ]);
    assert.match(reply.ok ? reply.say : '', / · \/home\/me\/project$/m);
    known = [];
    const none = await world.say('conversations');
    assert.match(none.ok ? none.say : '', /no conversations in this folder\. --everywhere shows/);
  });

  it('is no tool of an agent: what it reads lies outside of the workspace', () => {
    assert.ok(!toolVerbs.some(({ name }) => name === 'conversations'));
  });

  it('says so where a surface has none', async () => {
    Object.assign(world.host, { conversations: undefined });
    assert.match(await world.refusal('conversations'), /cannot be read from here/);
  });
});
