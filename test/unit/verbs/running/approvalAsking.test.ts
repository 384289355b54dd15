import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { ApprovalShown } from '../../../../src/render/review/approvalShown.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import { findVerb } from '../../../../src/vscode/wiring/findVerb.ts';
import type { ApprovalAsking } from '../../../../src/verbs/question.ts';
import { createWorld, type World } from '../../../support/world.ts';

describe('the question of a surface that shows it for a while', () => {
  let world: World;
  let id: string;
  /** What happens between that it is asked and that the person answers. */
  let person: (asking: ApprovalAsking) => Promise<boolean>;
  beforeEach(async () => {
    world = createWorld();
    id = await world.add('Cap the delay', '30m', '--agent', 'claude', '--prompt', 'Cap it.\nThen test it\u202E.');
  });

  const allow = async (): Promise<boolean> => {
    const host: Host = { ...world.host, askToAllow: asking => person(asking) };
    return (await askVerb(host, findVerb('allow'), { id })).ok;
  };
  const shownBy = async (asking: ApprovalAsking): Promise<ApprovalShown> => {
    const shown = await asking.look(undefined);
    assert.ok(!isRefusal(shown));
    return shown;
  };
  const isAllowed = async (): Promise<boolean> => {
    const [mark] = (await world.host.approvals?.marks(world.project.ledger))?.values() ?? [];
    return mark === true;
  };

  test('it names agent and entry, and shows every argument and all of the prompt, the unseen too', async () => {
    person = async asking => {
      const { question, blocks, facts, changes } = await shownBy(asking);
      assert.match(question, /^Let claude run “Cap the delay” automatically, once, .*10:30.* or later\?$/);
      const [program, prompt] = blocks;
      assert.match(program?.text ?? '', /0: "\/usr\/bin\/claude"\n +1: "--"/);
      assert.equal(prompt?.text, 'Cap it.\nThen test it\\u202e.');
      assert.ok(facts.some(({ text }) => text === 'Automatic runs today, of all entries: 0 of 20'));
      assert.equal(changes, undefined);
      return false;
    };
    assert.equal(await allow(), false);
    assert.equal(await isAllowed(), false);
  });

  test('what is allowed is what was shown', async () => {
    person = async asking => (await asking.allow((await shownBy(asking)).key, undefined)) === undefined;
    assert.equal(await allow(), true);
    assert.equal(await isAllowed(), true);
  });

  const meanwhile: readonly (readonly [string, readonly string[]])[] = [
    ['another prompt', ['edit', 'ID', '--prompt', 'Delete it.']],
    ['another agent', ['edit', 'ID', '--agent', 'codex']],
    ['a time that is nearer', ['reschedule', 'ID', '5m']],
    ['an entry that is done', ['done', 'ID']],
  ];
  for (const [name, words] of meanwhile) {
    test(`${name} between the look and the click: nothing is allowed, and what stands there now is asked about`, async () => {
      person = async asking => {
        const { key } = await shownBy(asking);
        await world.value(...words.map(word => (word === 'ID' ? id : word)));
        assert.ok(isRefusal(await asking.allow(key, undefined)));
        const now = await asking.look(undefined);
        assert.ok(isRefusal(now) || now.key !== key);
        return false;
      };
      assert.equal(await allow(), false);
      assert.equal(await isAllowed(), false);
    });
  }

  test('what changed since the last time is shown line by line', async () => {
    person = async asking => (await asking.allow((await shownBy(asking)).key, undefined)) === undefined;
    await allow();
    await world.value('edit', id, '--prompt', 'Cap it at a minute.\nThen test it.');
    person = async asking => {
      const { changes } = await shownBy(asking);
      assert.match(changes?.heading ?? '', /^Changed since you allowed it/);
      const lines = changes?.lines.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind}${text}`);
      assert.deepEqual(lines, [
        'old  Cap it.',
        'old  Then test it\\u202e.',
        'new  Cap it at a minute.',
        'new  Then test it.',
      ]);
      return false;
    };
    await allow();
  });

  test('a place that the person chooses is shown, written into the entry, and allowed', async () => {
    person = async asking => {
      const { places, key } = await shownBy(asking);
      assert.deepEqual(
        places.map(({ place, isChosen }) => [place, isChosen]),
        [
          ['here', true],
          ['worktree', false],
        ],
      );
      const there = await asking.look('worktree');
      assert.ok(!isRefusal(there) && there.key !== key && there.places[1]?.isChosen);
      assert.ok(isRefusal(await asking.allow(key, 'worktree')), 'the key of one place is not that of the other');
      return (await asking.allow(there.key, 'worktree')) === undefined;
    };
    assert.equal(await allow(), true);
    assert.equal(await isAllowed(), true);
    assert.equal((world.rows().at(-1)?.['payload'] as { in?: string }).in, 'worktree');
  });
});
