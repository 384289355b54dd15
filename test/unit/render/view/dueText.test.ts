import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { dueText } from '../../../../src/render/view/dueText.ts';
import { createWorld } from '../../../support/world.ts';

/** What is said of entries with these titles. */
async function textOf(...titles: readonly string[]): Promise<string> {
  const text = titles.map((title, index) =>
    JSON.stringify({ id: `e${index}`, payload: { message: title, title: '' } }),
  );
  const { project } = createWorld({ text: text.join('\n') });
  const schedule = await project.ledger.look();
  return dueText(schedule.open.map(toEntry));
}

test('one entry is named, several are counted', async () => {
  assert.equal(await textOf('Water the plants'), '"Water the plants" is due.');
  assert.equal(await textOf('One', 'Two'), '2 entries are due.');
});

test('what a title hides or stretches is not said', async () => {
  assert.equal(await textOf('Look\nat\u202E this'), '"Look at this" is due.');
  assert.ok((await textOf('x'.repeat(500))).length < 80);
});
