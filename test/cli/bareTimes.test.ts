import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openShell } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

const ZONES = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata'];

/** Every member that holds a time, without an offset: UTC, wherever it is read. */
const ROWS = [
  { id: 'due', due_at: '2026-11-28T11:30', created_at: '2026-11-28T01:00', updated_at: '2026-11-28T01:00:00' },
  { id: 'run', run_at: '2026-11-28 11:30', title: 'x' },
  { id: 'day', due_at: '2026-11-28', original_due_at: '2026-11-27', status: 'snoozed' },
  { id: 'late', due_at: '2026-11-28T10:00', expires_at: '2026-11-28T11:30' },
  { id: 'failed', due_at: '2026-11-28T10:00', status: 'failed', looked_at: '2026-11-28T11:00' },
  { id: 'grid', due_at: '2026-11-28T15:30', repeat: { every: 'PT6H', anchor: '2026-11-28T03:30' } },
  { id: 'over', due_at: '2026-11-28T11:30', repeat: { cron: '30 11 * * *', until: '2026-11-29T11:30' } },
  { id: 'moved', due_at: '2026-11-28T18:00', slot: '2026-11-28T15:00', repeat: { cron: '0 15 * * *' } },
  { id: 'ended', status: 'done', updated_at: '2026-11-28T11:59:00' },
  { id: 'after', waits_for: { after: 'ended', since: '2026-11-28T01:00' } },
  { id: 'again', waits_for: { after: 'grid', baseline: '2026-11-28T09:30', since: '2026-11-28T01:00' } },
  {
    id: 'ran',
    due_at: '2026-11-28T11:30',
    run: { occ: 'once', gen: 0, token: 'ab', event: 'ended', at: '2026-11-28T11:45', exit_code: 1 },
  },
  {
    id: 'prompt',
    kind: 'prompt',
    due_at: '2026-11-28T11:30',
    payload: { message: 'm', prompt: 'Go on.', agent: 'executor' },
  },
];

const TASK = {
  ...{ id: 'task_1', created_at: '2026-11-28T01:00:00', run_at: '2026-11-28T11:30:00', type: 'deferred_task' },
  ...{ context: { summary: 'Go on' }, status: 'failed', started_at: '2026-11-28T11:30:01' },
  ...{ failed_at: '2026-11-28T11:31:00', error: 'no' },
};

const QUESTIONS: readonly (readonly string[])[] = [
  ['list', '--all'],
  ['query'],
  ['history'],
  ['list', '--all', '--ics'],
  ['list', '--all', '--markdown'],
  ['export', 'agent-defer', '--all'],
  ['show', 'again'],
  ['doctor'],
];

/** Everything that Defer says of these rows on a machine in a zone, and what it writes of them. */
async function saidIn(zone: string): Promise<Record<string, unknown>> {
  shell.env['TZ'] = zone;
  rmSync(join(shell.project, '.sf'), { recursive: true, force: true });
  mkdirSync(join(shell.project, '.sf'));
  writeFileSync(join(shell.project, '.sf', 'schedule.jsonl'), ROWS.map(row => `${JSON.stringify(row)}\n`).join(''));
  const as = ['--tz', 'UTC', '--now', '2026-11-28T12:00:00Z'];
  const said: Record<string, unknown> = {};
  for (const words of QUESTIONS) {
    said[words.join(' ')] = await shell.json<unknown>(...as, ...words);
  }
  const tasks = join(shell.project, 'deferred.jsonl');
  writeFileSync(tasks, `${JSON.stringify(TASK)}\n`);
  await shell.json(...as, 'import', 'agent-defer', tasks);
  for (const id of ['due', 'grid', 'moved', 'after', 'again']) {
    await shell.json(...as, 'done', id);
  }
  await shell.json(...as, 'reschedule', 'over', '2026-11-28T13:00:00Z');
  said['after the acts'] = await shell.json(...as, 'list', '--all');
  said['history after'] = await shell.json(...as, 'history');
  return said;
}

test('a time without an offset is UTC in every zone of the machine', async () => {
  const answers: Record<string, unknown>[] = [];
  for (const zone of ZONES) {
    answers.push(await saidIn(zone));
  }
  const [home, ...others] = answers;
  const [first] = Object.values(home ?? {}) as [{ id: string; group: string }[]];
  assert.equal(first.find(({ id }) => id === 'after')?.group, 'Overdue', 'a wait is over by a time without an offset');
  assert.equal(first.find(({ id }) => id === 'late')?.group, 'Too Late');
  for (const [index, said] of others.entries()) {
    assert.deepEqual(said, home, ZONES[index + 1]);
  }
});
