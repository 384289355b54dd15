import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowText, type RowText } from '../../../../src/render/row/rowText.ts';
import { viewEntry } from '../../../../src/render/view/entryView.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { createWorld } from '../../../support/world.ts';

/** The row of the only entry of a schedule, on Monday 23 November 2026 at 10:00. */
async function rowOf(fields: object, isUnderDay?: boolean): Promise<RowText> {
  const world = createWorld({ text: JSON.stringify({ id: 'aaaaaaaa', title: 'Read the figures', ...fields }) });
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  const [state] = (await world.project.ledger.look()).all();
  assert.ok(state);
  return rowText(viewEntry(state, view), view.horizon.now, 'UTC', isUnderDay);
}
const labelOf = async (due_at: string, isUnderDay?: boolean): Promise<string> =>
  (await rowOf({ due_at }, isUnderDay)).label;

test('the time stands first, as briefly as its heading allows', async () => {
  assert.equal(await labelOf('2026-11-23T07:00:00Z'), '3 h  Read the figures');
  assert.equal(await labelOf('2026-11-23T10:00:00Z'), 'now  Read the figures');
  assert.equal(await labelOf('2026-11-23T14:50:20Z'), '14:50  Read the figures');
  assert.equal(await labelOf('2026-11-24T09:00:00Z'), '09:00  Read the figures');
  assert.equal(await labelOf('2026-11-27T09:00:00Z'), 'Fri 09:00  Read the figures');
  assert.equal(await labelOf('2026-12-02T09:00:00Z'), 'Wed 09:00  Read the figures');
  assert.equal(await labelOf('2026-12-24T09:00:00Z'), '24 Dec  Read the figures');
  assert.equal(await labelOf('2027-12-24T09:00:00Z'), '24 Dec 2027  Read the figures');
  assert.equal((await rowOf({})).label, 'Read the figures');
});

test('where no heading names its day, the time says all of it', async () => {
  assert.equal(await labelOf('2026-11-23T07:00:00Z', false), '3 h late  Read the figures');
  assert.equal(await labelOf('2026-11-23T14:50:00Z', false), '14:50  Read the figures');
  assert.equal(await labelOf('2026-11-24T09:00:00Z', false), 'Tue 09:00  Read the figures');
  assert.equal(await labelOf('2026-12-02T09:00:00Z', false), '2 Dec  Read the figures');
});

test('a repeat says its next time and its rule, under Today that it repeats', async () => {
  const repeat = { cron: '0 9 * * 1' };
  const later = await rowOf({ due_at: '2026-11-30T09:00:00Z', slot: '2026-11-30T09:00:00Z', repeat });
  assert.equal(later.label, '30 Nov  Read the figures');
  assert.equal(later.beside, 'At 09:00, only on Monday');
  const today = await rowOf({ due_at: '2026-11-23T14:00:00Z', slot: '2026-11-23T14:00:00Z', repeat });
  assert.equal(today.label, '14:00  Read the figures');
  assert.equal(today.beside, 'in 4 h · repeats');
});

test('priority and tags are to be seen, and said in words', async () => {
  const due_at = '2026-11-23T14:50:00Z';
  const payload = { tags: ['api', 'beta 2'], agent: 'claude', priority: 'high' };
  const high = await rowOf({ due_at, payload });
  assert.equal(high.label, '14:50  ! Read the figures');
  assert.equal(high.beside, 'in 4 h 50 min · claude · #api #beta 2');
  assert.match(high.spoken, /^Read the figures, Today, .*, high priority, #api #beta 2$/);
  assert.equal((await rowOf({ due_at, payload: { priority: 'low' } })).label, '14:50  ↓ Read the figures');
  assert.equal((await rowOf({ due_at, payload: { priority: 'medium' } })).label, '14:50  Read the figures');
});

test('a title from right to left keeps the time in its place', async () => {
  const title = 'راجع الطلب';
  const row = await rowOf({ title, due_at: '2026-11-23T14:50:00Z', payload: { tags: [title] } });
  assert.equal(row.label, `14:50  \u2068${title}\u2069`);
  assert.equal(row.label.slice(0, row.timeLength), '14:50');
  assert.equal(row.beside, `in 4 h 50 min · #\u2068${title}\u2069`);
});

test('two spaces stand between time and title alone', async () => {
  const { label } = await rowOf({ title: 'a  b\t\tc', due_at: '2026-11-23T14:50:00Z' });
  assert.equal(label, '14:50  a b c');
});
