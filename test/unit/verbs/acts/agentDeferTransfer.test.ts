import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { executorRecord } from '../../../../src/core/agent/executorRecord.ts';
import { agentDeferTasks, RUN_MEMBERS, type AgentDeferTask } from '../../../support/agentDeferTasks.ts';
import { place } from '../../../support/folder.ts';
import { seed } from '../../../support/property.ts';
import { at, createWorld, type World } from '../../../support/world.ts';

/** As `jq -S` prints it: members in the order of their names. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;
const text = (records: readonly AgentDeferTask[]): string =>
  [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(record => JSON.stringify(sorted(record)))
    .join('\n');

async function taken(tasks: readonly AgentDeferTask[]): Promise<World> {
  const folder = await place({ 'deferred.jsonl': tasks.map(task => `${JSON.stringify(task)}\n`).join('') });
  const world = createWorld({ now: '2026-12-01T10:00:00Z' });
  await world.value('import', 'agent-defer', folder);
  return world;
}

const withoutRun = (task: AgentDeferTask): AgentDeferTask =>
  Object.fromEntries(Object.entries(task).filter(([name]) => !RUN_MEMBERS.includes(name))) as AgentDeferTask;

/** So many files of up to 30 records. */
const FILES = 100;

describe('what agent-defer writes', () => {
  it('comes out of an export, byte for byte, as it went into an import', async t => {
    t.diagnostic(`${FILES} files; DEFER_SEED=${seed} repeats them`);
    await fc.assert(
      fc.asyncProperty(agentDeferTasks, async tasks => {
        const world = await taken(tasks);
        const { records } = await world.value<{ records: AgentDeferTask[] }>('export', 'agent-defer', '--all');
        assert.equal(text(records), text(tasks.map(withoutRun)));
      }),
      { numRuns: FILES, seed },
    );
  });

  it('is what its executor reads, each member where agent-defer has it', async t => {
    t.diagnostic(`${FILES} files; DEFER_SEED=${seed} repeats them`);
    const started = at('2026-12-01T10:00:00Z');
    await fc.assert(
      fc.asyncProperty(agentDeferTasks, async tasks => {
        const world = await taken(tasks);
        for (const task of tasks.filter(({ status }) => status === 'scheduled')) {
          const state = world.project.ledger.schedule.get(task.id);
          assert.ok(state);
          const record = JSON.parse(executorRecord(toEntry(state), started)) as AgentDeferTask;
          const expected = { ...task, status: 'executing', started_at: '2026-12-01T10:00:00Z' };
          assert.equal(
            text([Object.fromEntries(Object.keys(expected).map(name => [name, record[name]])) as AgentDeferTask]),
            text([expected]),
          );
        }
      }),
      { numRuns: FILES, seed },
    );
  });
});

test('whether CONTEXT.md is asked for, and which, is where agent-defer has it, however the entry says it', async () => {
  const world = createWorld();
  const due = { due_at: '2026-12-01T10:00:00Z', title: 'x' };
  const own = { requested: true, project: null, explicit_context_file: '/n/CONTEXT.md' };
  const asked = [
    { payload: { reorient: true } },
    { payload: { reorient: true, context: { project: 'review' } } },
    { payload: { context: { file: 'docs/CONTEXT.md' } } },
    { reorient_requested: true, reorient: own },
    {},
  ];
  await world.project.log.append(asked.map((more, index) => JSON.stringify({ id: `e${index}`, ...due, ...more })));
  const { records } = await world.value<{ records: AgentDeferTask[] }>('export', 'agent-defer');
  assert.deepEqual(
    records.map(record => [record['reorient_requested'], record['reorient']]),
    [
      [true, { requested: true, project: null, explicit_context_file: null }],
      [true, { requested: true, project: 'review', explicit_context_file: null }],
      [true, { requested: true, project: null, explicit_context_file: 'docs/CONTEXT.md' }],
      [true, own],
      [false, { requested: false, project: null, explicit_context_file: null }],
    ],
  );
});
