import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { GroupRow, Row } from '../../../../src/vscode/tree/entryRow.ts';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { regrouped } = await import('../../../../src/vscode/tree/grouping.ts');
const { toTreeItem } = await import('../../../../src/vscode/tree/treeItems.ts');
const { timeForGroup } = await import('../../../../src/vscode/tree/dropEntry.ts');
const { rowsOf } = await import('../../../../src/vscode/tree/treeRows.ts');
openFakeEditor({ folder: '/work', manifest: {} });

async function groups(agents: readonly string[] = []): Promise<readonly GroupRow[]> {
  const world = createWorld();
  for (const agent of agents) {
    await world.add(`For ${agent}`, '4h', '--agent', agent);
  }
  await world.add('Later one', '3h', '--agent', 'claude', '--tag', 'api', '--tag', 'beta');
  await world.add('Soon one', '1h', '--agent', 'claude');
  await world.add('By hand', '2h', '--tag', 'api');
  const done = await world.add('Closed one', '2h', '--agent', 'codex');
  await world.value('done', done);
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  const { ledger } = world.project;
  const schedule = { folder: { name: 'project', uri: 'file:///work' }, ledger, fault: undefined };
  const model = { now: view.horizon.now, projects: [schedule], schedules: [schedule], view };
  return rowsOf(model as unknown as ScheduleModel, undefined, undefined) as readonly GroupRow[];
}
const drawn = (rows: readonly GroupRow[]): readonly string[] =>
  rows.map(({ group, count, children }) => {
    const titles = children.map(row => (row.kind === 'entry' ? toEntry(row.state).title : row.kind));
    return `${group} ${count}: ${titles.join(', ')}`;
  });

test('by time the tree is as it was', async () => {
  assert.deepEqual(drawn(regrouped(await groups(), 'time')), [
    'Today 3: Soon one, By hand, Later one',
    'Closed 1: Closed one',
  ]);
});

test('by agent, tag or folder what is open is grouped anew, soonest first; those without one come last', async () => {
  assert.deepEqual(drawn(regrouped(await groups(), 'agent')), [
    'claude 2: Soon one, Later one',
    'No Agent 1: By hand',
    'Closed 1: Closed one',
  ]);
  assert.deepEqual(drawn(regrouped(await groups(), 'tag')), [
    '#api 2: By hand, Later one',
    '#beta 1: Later one',
    'No Tag 1: Soon one',
    'Closed 1: Closed one',
  ]);
  assert.deepEqual(drawn(regrouped(await groups(), 'folder')), [
    'project 3: Soon one, By hand, Later one',
    'Closed 1: Closed one',
  ]);
});

/** The ids of all rows, which the editor shows only where they differ. */
const idsOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(one => [
    toTreeItem(
      one,
      viewAt(createWorld().clock.now(), 'UTC', () => false),
      '',
    ).id ?? '',
    ...('children' in one ? idsOf(one.children) : []),
  ]);

test('an agent that is called as a group is no second row of that group, which would hide all of them', async () => {
  const shown = regrouped(await groups(['Closed', 'Results', 'Problems', 'Tomorrow']), 'agent');
  const ids = idsOf(shown);
  assert.equal(new Set(ids).size, ids.length, ids.join('\n'));
  const named = shown.find(({ group, isName }) => isName && group === 'Tomorrow');
  const view = viewAt(createWorld().clock.now(), 'UTC', () => false);
  assert.equal(timeForGroup(named, { now: view.horizon.now, view }), undefined, 'and is no day');
});

test('a tag and an id that are put together otherwise are no second row of one id', async () => {
  const idOf = async (under: string, id: string): Promise<string | undefined> => {
    const { ledger } = createWorld({ text: JSON.stringify({ id, title: 'x' }) }).project;
    const [state] = (await ledger.look()).all();
    assert.equal(state?.id, id);
    const folder = { uri: { toString: () => 'file:///w' } };
    return idsOf([{ kind: 'entry', state, under, schedule: { ledger, folder } } as unknown as Row])[0];
  };
  assert.notEqual(await idOf('#x', 'y file:///w z'), await idOf('#x file:///w y', 'z'));
});
