import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { FILE_KEEPERS } from '../../../support/madeStores.ts';

describe('opening a conversation that Defer did not start', () => {
  let place: ConversationPlace;
  beforeEach(() => {
    place = makeConversationPlace();
  });
  afterEach(() => place.remove());

  const refused = async (opening: { agent: string; id: string; folder: string }, why: RegExp): Promise<void> => {
    const plan = await place.launcher().planOpening(opening);
    assert.ok(isRefusal(plan), JSON.stringify(plan));
    assert.match(plan.why, why);
  };

  it('starts its tool with its id and no prompt, in its folder', async () => {
    for (const agent of FILE_KEEPERS) {
      const program = place.fakeAgent(agent);
      const { id } = place.converse(agent);
      const plan = await place.launcher().planOpening({ agent, id, folder: place.folder });
      assert.ok(!isRefusal(plan), JSON.stringify(plan));
      assert.equal(plan.executable, program.path);
      assert.equal(plan.args.at(-1), id);
      assert.deepEqual([plan.prompt, plan.cwd, plan.unattended, plan.reopens], ['', place.folder, false, '']);
    }
  });

  it('is refused where the conversation, its folder or its tool is gone, or the id is none', async () => {
    place.fakeAgent('claude');
    const { id, path } = place.converse('claude');
    const opening = { agent: 'claude', id, folder: place.folder };
    await refused({ ...opening, id: '--dangerously-skip-permissions' }, /no id of a conversation/);
    await refused({ ...opening, folder: join(place.root, 'gone') }, /folder of that conversation no longer exists/);
    await refused({ ...opening, agent: 'codex' }, /codex/);
    rmSync(path);
    await refused(opening, /claude no longer has that conversation/);
  });

  it('is refused to an agent that Defer started', async () => {
    place.fakeAgent('claude');
    const { id } = place.converse('claude');
    place.env['DEFER_RUN_ID'] = 'f'.repeat(32);
    await refused({ agent: 'claude', id, folder: place.folder }, /does not start others/);
  });
});
