import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { RunResult } from '../../../../src/verbs/resultDesk.ts';
import type { ResultRow } from '../../../../src/vscode/results/resultRow.ts';
import type { Row } from '../../../../src/vscode/tree/entryRow.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { resultGroup } = await import('../../../../src/vscode/results/resultRows.ts');
const { DrawnRows } = await import('../../../../src/vscode/tree/drawnRows.ts');

/** A window in which two entries have results, the first of them several; and what it shows of these. */
async function open() {
  openFakeEditor({ folder: '/repo', manifest: {} });
  const world = createWorld();
  const [one, two] = [await world.add('One', '1h', '--agent', 'claude'), await world.add('Two', '2h')];
  const { ledger } = world.project;
  await ledger.look();
  const result = (entryId: string, name: string, state: RunResult['state'] = 'unread'): RunResult => ({
    ...{ token: name.repeat(32), entryId, folder: ledger.folder, title: entryId === one ? 'One' : 'Two', state },
    ...{ agent: 'claude', checkout: '/repo', worktree: '/not/there', branch: `defer/${name}`, base: '0', files: [] },
    startedAt: instant(world.clock.now()),
    endedAt: instant(world.clock.now()),
  });
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  const sight = { schedules: [{ ledger }], view, alive: () => false, markOf: () => 'api' } as never;
  return {
    world,
    ids: [one, two] as const,
    result,
    group: (some: readonly RunResult[], keep?: never) => resultGroup(some, sight, keep),
  };
}

const textOf = (label: unknown): string => (label as { readonly label: string }).label;

const shape = (rows: readonly Row[]): unknown =>
  rows.map(row =>
    row.kind === 'group'
      ? [row.group, row.count, shape(row.children)]
      : row.kind === 'result'
        ? [textOf(row.item.label), row.item.contextValue, shape(row.children)]
        : row.kind,
  );

test('unread results of one entry are one row that opens to them; read ones stand by themselves', async () => {
  const { ids, result, group } = await open();
  const rows = group([result(ids[0], 'a'), result(ids[1], 'b'), result(ids[0], 'c'), result(ids[0], 'd', 'read')]);
  assert.deepEqual(shape(rows), [
    [
      'Results',
      4,
      [
        [
          '10:00  One',
          'results',
          [
            ['10:00  One', 'result unread', []],
            ['10:00  One', 'result unread', []],
          ],
        ],
        ['10:00  Two', 'result unread', []],
        ['10:00  One', 'result read', []],
      ],
    ],
  ]);
});

test('where nothing waits, or the filter takes none of their entries, there is no group', async () => {
  const { ids, result, group } = await open();
  assert.deepEqual(group([]), []);
  assert.deepEqual(group([result(ids[0], 'a')], (() => false) as never), []);
});

test('a row whose result changed is drawn anew, one whose age changed is drawn again', async () => {
  const { ids, result, group } = await open();
  const first = result(ids[0], 'a');
  const drawn = new DrawnRows(group([first]));
  for (const row of drawn.rows) drawn.note(row, { label: 'x' });
  const update = (next: ReturnType<typeof group>): Promise<unknown> =>
    drawn.update(
      next,
      () => ({ label: 'x' }),
      async () => {},
    );
  assert.deepEqual(await update(group([first])), []);
  assert.deepEqual(await update(group([{ ...first, state: 'read' }])), [drawn.rows[0]]);
});

/** The rows of results that the editor has, and what makes them say something else. */
function draw(rows: readonly Row[]) {
  const drawn = new DrawnRows(rows);
  const dress = (row: Row) => (row.kind === 'result' ? row.item : { label: row.kind });
  const note = (some: readonly Row[]): void =>
    some.forEach(row => {
      drawn.note(row, dress(row));
      note('children' in row ? row.children : []);
    });
  note(rows);
  const update = (next: readonly Row[]): Promise<readonly Row[] | undefined> =>
    drawn.update(next, dress, async () => {});
  return { update, note };
}

const first = (rows: readonly Row[]): ResultRow => {
  const [row] = rows[0]?.kind === 'group' ? rows[0].children : [];
  assert.ok(row?.kind === 'result');
  return row;
};

test('a row that looks otherwise says so from then on, and is drawn once', async () => {
  const { ids, result, group } = await open();
  const one = result(ids[0], 'a');
  const rows = group([one]);
  const { update, note } = draw(rows);
  const next = group([one]);
  first(next).item.description = 'in a folder of another name';
  const stale = await update(next);
  assert.deepEqual(stale, [first(rows)]);
  assert.equal(first(rows).item.description, 'in a folder of another name');
  note(stale ?? []);
  assert.deepEqual(await update(next), []);
});

test('a row under the row of several results is drawn again as well', async () => {
  const { ids, result, group } = await open();
  const both = [result(ids[0], 'a'), result(ids[0], 'b')];
  const rows = group(both);
  const { update } = draw(rows);
  const next = group(both);
  const [, nextSecond] = first(next).children;
  assert.ok(nextSecond);
  nextSecond.item.description = 'failed';
  assert.deepEqual(await update(next), [first(rows).children[1]]);
  assert.equal(first(rows).children[1]?.item.description, 'failed');
});

test('a row that opens to other results than before is drawn again, with these under it', async () => {
  const { ids, result, group } = await open();
  const [one, two, three] = ['a', 'b', 'c'].map(name => result(ids[0], name));
  assert.ok(one && two && three);
  const rows = group([one, two, three]);
  const { update } = draw(rows);
  const stale = await update(group([one, three]));
  assert.ok(stale?.includes(first(rows)));
  assert.deepEqual(
    first(rows).children.map(({ result: { token } }) => token[0]),
    ['a', 'c'],
  );
});

test('a row that stands for one result where it stood for several is another row', async () => {
  const { ids, result, group } = await open();
  const [one, two] = [result(ids[0], 'a'), result(ids[0], 'b')];
  const rows = group([one, two]);
  const next = group([one]);
  assert.deepEqual(await draw(rows).update(next), [rows[0]]);
  assert.equal(first(rows), first(next));
});

test('a row names its folder where there are several', async () => {
  const { ids, result, group } = await open();
  const [{ children: [row] = [] } = {}] = group([result(ids[0], 'a')]);
  assert.ok(row?.kind === 'result');
  assert.equal(row.item.description, 'claude · changes not counted · api');
});

test('a row says that its run did not end well', async () => {
  const { ids, result, group, world } = await open();
  const failed = result(ids[0], 'a');
  await world.record(ids[0], { token: failed.token, event: 'started' });
  await world.record(ids[0], { token: failed.token, event: 'ended', exit_code: 3 });
  const [row] = group([failed])[0]?.children ?? [];
  assert.ok(row?.kind === 'result');
  assert.match(String(row.item.description), /^claude · changes not counted · failed · /);
  assert.match(String(row.item.tooltip), /\nEnded: .*, failed\n/);
});
