import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { KnownConversation } from '../../../../src/core/conversations/knownConversation.ts';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import type { ConversationDesk } from '../../../../src/verbs/conversationDesk.ts';
import { knownConversation } from '../../../support/conversations.ts';
import { createWorld, type World } from '../../../support/world.ts';

describe('opening a conversation', () => {
  let world: World;
  let known: readonly KnownConversation[];
  beforeEach(() => {
    world = createWorld({ now: '2026-11-28T14:00:00Z' });
    const now = world.clock.now();
    known = [
      knownConversation('claude', '0cb916db-26aa', instant(now - 12 * MINUTE)),
      knownConversation('codex', '77cb16db-77aa', instant(now - HOUR), { isHeld: true }),
    ];
    const desk: Pick<ConversationDesk, 'list' | 'find' | 'idOf' | 'keeperOf'> = {
      list: async () => ({ conversations: known, older: 0, problems: [] }),
      find: async id => known.find(one => one.id === id),
      idOf: async () => undefined,
      keeperOf: async profile => ({ keeper: profile === 'codex' ? 'codex' : 'claude', isAsked: false }),
    };
    Object.assign(world.host, { conversations: async () => desk });
  });

  it('starts its tool where it belongs, with its id and no prompt, and writes nothing', async () => {
    const reply = await world.say('open', '0cb916');
    assert.ok(reply.ok);
    assert.equal(reply.say, 'The conversation ended.');
    const [plan] = world.starts;
    assert.deepEqual([plan?.agent, plan?.session, plan?.cwd], ['claude', '0cb916db-26aa', '/home/me/project']);
    assert.deepEqual([plan?.prompt, plan?.reopens, plan?.unattended], ['', '', false]);
    assert.deepEqual(world.rows(), []);
  });

  it('shows what it would start', async () => {
    const answer = await world.value<Record<string, Record<string, unknown>>>('open', 'last', '--dry-run');
    assert.deepEqual(answer['plan']?.['argv'], ['/usr/bin/claude', '--resume', '0cb916db-26aa']);
    assert.deepEqual(world.starts, []);
  });

  it('asks before it opens one that another process has open', async () => {
    assert.match(await world.refusal('open', '77cb16'), /open in another process/);
    assert.match(world.asked[0]?.title ?? '', /a second time/);
    world.confirms = true;
    assert.ok((await world.say('open', '77cb16')).ok);
    assert.equal(world.starts.length, 1);
  });

  it('says that there is none, and that conversations are off', async () => {
    assert.match(await world.refusal('open', 'ffffffff'), /no conversation "ffffffff"/);
    Object.assign(world.host, { conversationsOff: 'setting' });
    for (const words of [
      ['open', 'last'],
      ['conversations'],
      ['add', 'Look', '--when', '1h', '--conversation', 'last'],
    ]) {
      assert.match(await world.refusal(...words), /^Conversations are turned off\. Set defer\.conversations/);
    }
    assert.match(await world.refusal('park', '0cb916db', '--when', '1h'), /^Conversations are turned off\./);
    assert.match(await world.refusal('park'), /^No conversation here was stopped by a usage limit/);
  });
});
