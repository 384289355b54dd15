import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import type { ConversationDesk } from '../../../../src/verbs/conversationDesk.ts';
import type { FolderSchedule } from '../../../../src/vscode/model/scheduleModel.ts';
import { Standings } from '../../../../src/vscode/model/standings.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { addTurn } from '../../../support/madeStores.ts';

let place: ConversationPlace;
let schedule: FolderSchedule;
let [looks, draws] = [0, 0];
let mayRead = true;
let standings: Standings;

beforeEach(async () => {
  place = makeConversationPlace();
  [looks, draws, mayRead] = [0, 0, true];
  schedule = { ledger: place.ledger } as unknown as FolderSchedule;
  const desk = await place.host('window').conversations?.();
  assert.ok(desk);
  const counted: Partial<ConversationDesk> = {
    keeperOf: profile => desk.keeperOf(profile),
    idOf: (...given) => desk.idOf(...given),
    since: (...given) => {
      looks += 1;
      return desk.since(...given);
    },
  };
  const model = { schedules: [schedule], now: place.clock.now() };
  standings = new Standings(counted as ConversationDesk, model, {
    redraw: () => (draws += 1),
    mayRead: () => mayRead,
  });
});
afterEach(() => place.remove());

/** What the tree is given for an entry after a look. */
async function look(id: string): Promise<unknown> {
  await place.ledger.look();
  await standings.look();
  const standing = schedule.standings?.get(id);
  return standing?.state === 'here' ? standing.turns : standing?.state;
}

test('the window looks at the conversations of open entries, and draws what changed', async () => {
  const other = await place.add();
  assert.equal(await look(other), undefined);
  assert.deepEqual([looks, draws], [0, 0], 'nobody looks where no entry continues a conversation');
  const { id: of, path } = place.converse('claude');
  const reply = await place.schedule({ conversation: of });
  assert.ok(reply.ok);
  const { id } = reply.value as { readonly id: string };
  assert.equal(await look(id), 0);
  assert.equal(await look(id), 0);
  assert.equal(draws, 1);
  addTurn('claude', path, { folder: place.folder, id: of, at: Date.now() + HOUR, end: 'question' });
  assert.equal(await look(id), 1);
  rmSync(path);
  assert.equal(await look(id), 'gone');
  assert.equal(draws, 3);
});

test('where conversations may not be read nothing is looked at, and what was noted goes', async () => {
  const reply = await place.schedule({ conversation: place.converse('claude').id });
  assert.ok(reply.ok);
  const { id } = reply.value as { readonly id: string };
  assert.equal(await look(id), 0);
  mayRead = false;
  assert.equal(await look(id), undefined);
  assert.deepEqual([looks, draws], [1, 2]);
});
