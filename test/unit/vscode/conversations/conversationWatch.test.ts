import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import type { KnownConversation } from '../../../../src/core/conversations/knownConversation.ts';
import type { ConversationDesk } from '../../../../src/verbs/conversationDesk.ts';
import { knownConversation } from '../../../support/conversations.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { ConversationWatch } = await import('../../../../src/vscode/conversations/conversationWatch.ts');
const { newStops, rememberStops } = await import('../../../../src/vscode/conversations/newStops.ts');

const now = instant(Date.UTC(2026, 10, 28, 14));
const limit = { resetsAt: instant(now + HOUR), told: 'exact', notice: '' } as const;

/** A window on a folder, with the conversations that its agents keep; `lists` counts how often those were asked for. */
function open(settings: Record<string, unknown>, known: readonly KnownConversation[]) {
  const editor = openFakeEditor({ folder: '/home/me/project', manifest: {}, settings });
  const ledger = { folder: '/home/me/project', lookAtOpen: async () => ({ open: [] }) };
  const schedules = [{ ledger }];
  const [changes, problems]: [(() => void)[], string[]] = [[], []];
  let lists = 0;
  const desk: Pick<ConversationDesk, 'list'> = {
    list: async () => {
      lists += 1;
      return { conversations: known, older: 0, problems: ['codex: 1 file is in a format that Defer does not know.'] };
    },
  };
  const failures = {
    logOnce: (text: string) => problems.push(text),
    recovered: () => undefined,
    reportOnce: assert.fail,
  };
  const model = { projects: schedules, schedules, onDidChange: (told: () => void) => (changes.push(told), editor) };
  const watch = new ConversationWatch(desk as never, model as never, failures as never);
  return { watch, problems, tick: () => changes.forEach(told => told()), lists: () => lists, context: editor.context };
}

test('a look finds what there is, and each further change of the schedule is another look', async () => {
  const { watch, tick, lists, problems } = open({}, [knownConversation('claude', 'one', now)]);
  assert.equal(watch.hasLooked, false);
  await watch.look();
  assert.deepEqual(
    watch.conversations.map(({ conversation }) => conversation.id),
    ['one'],
  );
  tick();
  await watch.look();
  assert.equal(lists(), 3, 'one that is asked for during a look comes after it');
  assert.match(problems[0] ?? '', /^codex/);
});

test('nothing is read while conversations are turned off, and what was known is forgotten', async () => {
  const settings: Record<string, unknown> = { conversations: 'off' };
  const { watch, tick, lists } = open(settings, [knownConversation('claude', 'one', now)]);
  await watch.look();
  tick();
  await watch.look();
  assert.deepEqual([watch.conversations, lists(), watch.hasLooked], [[], 0, true]);
  settings['conversations'] = 'on';
  await watch.look();
  assert.equal(watch.conversations.length, 1);
  settings['conversations'] = 'off';
  await watch.look();
  assert.deepEqual([watch.conversations, lists()], [[], 1]);
});

test('a stop is news once; another one of the same conversation is news again', async () => {
  const stop = knownConversation('claude', 'one', instant(now - 5 * MINUTE), { state: 'limit', limit });
  const past = knownConversation('codex', 'two', instant(now - 30 * HOUR), {
    state: 'limit',
    limit: { told: 'untold', notice: '' },
  });
  const { watch, context } = open({}, [stop, past, knownConversation('claude', 'three', now)]);
  await watch.look();
  const memory = context['workspaceState'] as never;
  const news = newStops(watch.conversations, now, memory);
  assert.deepEqual(
    news.map(({ conversation }) => conversation.id),
    ['one'],
  );
  await rememberStops(news, memory);
  assert.deepEqual(newStops(watch.conversations, now, memory), []);
  const again = watch.conversations.map(one => ({ ...one, conversation: { ...one.conversation, activeAt: now } }));
  assert.equal(newStops(again, now, memory).length, 2);
});
