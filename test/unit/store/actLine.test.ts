import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actLine, logLine } from '../../../src/store/actLine.ts';
import { createWorld } from '../../support/world.ts';
import type { LoggedAct } from '../../../src/store/actLog.ts';
import { Ledger } from '../../../src/store/ledger.ts';
import { endLinked } from '../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../support/memoryLog.ts';
import { instant } from '../../../src/core/basics/time.ts';

/** A world whose acts are noted; gives the lines. */
function noting(): { readonly lines: string[]; readonly world: ReturnType<typeof createWorld> } {
  const lines: string[] = [];
  const note = async ({ now, done }: LoggedAct): Promise<void> => {
    lines.push(
      'id' in done ? logLine(now, ...actLine(done.id, done.before, done.after, done.change)) : Object.keys(done).join(),
    );
  };
  const world = createWorld();
  const ledger = new Ledger(
    { scope: 'project', folder: '/home/me/project', note },
    new MemoryLog(),
    'abc123',
    endLinked,
  );
  (world.host.ledgers as Ledger[])[0] = ledger;
  return { lines, world };
}

test('every act is a line in agent-defer’s manner', async () => {
  const { lines, world } = noting();
  const id = await world.add(
    'Secret words',
    '1h',
    '--agent',
    'claude',
    '--prompt',
    'Very secret',
    '--max-retries',
    '2',
  );
  const said: readonly (readonly string[])[] = [
    ['snooze', id, '2h'],
    ['reschedule', id, '3h'],
    ['done', id],
    ['reopen', id],
    ['cancel', id],
    ['archive'],
    ['add', 'again', '--every', '1h'],
  ];
  for (const words of said) {
    assert.ok((await world.say(...words)).ok, words.join(' '));
  }
  const repeat = (await world.value<{ id: string }[]>('list'))[0]?.id ?? '';
  for (const verb of ['pause', 'resume', 'done', 'skip']) {
    assert.ok((await world.say(verb, repeat)).ok, verb);
  }
  assert.deepEqual(
    lines,
    [
      `2026-11-23T10:00:00Z scheduled id=${id} run_at=2026-11-23T11:00:00Z intent=resume_task mode=fresh retries=2 by=cli`,
      `2026-11-23T10:00:00Z snoozed id=${id} run_at=2026-11-23T12:00:00Z`,
      `2026-11-23T10:00:00Z rescheduled id=${id} run_at=2026-11-23T13:00:00Z`,
      `2026-11-23T10:00:00Z done id=${id}`,
      `2026-11-23T10:00:00Z reopened id=${id} run_at=2026-11-23T13:00:00Z`,
      `2026-11-23T10:00:00Z cancelled id=${id}`,
      'archived',
      `2026-11-23T10:00:00Z scheduled id=${repeat} run_at=2026-11-23T11:00:00Z intent=resume_task mode=fresh retries=0 by=cli`,
      `2026-11-23T10:00:00Z paused id=${repeat}`,
      `2026-11-23T10:00:00Z resumed id=${repeat} run_at=2026-11-23T11:00:00Z`,
      `2026-11-23T10:00:00Z moved on id=${repeat} run_at=2026-11-23T12:00:00Z`,
      `2026-11-23T10:00:00Z moved on id=${repeat} run_at=2026-11-23T13:00:00Z skipped=1`,
    ].map((line, index) => (index === 8 ? (lines[8] ?? line) : line)),
  );
  assert.match(lines[8] ?? '', /Z paused id=/);
});

test('a run is a line for each of its steps', () => {
  const event = { occ: '2026-11-23T09:00:00.000Z', gen: 0, token: 'a', at: instant(0) } as const;
  const said = (step: 'claimed' | 'started' | 'ended', more = {}, set = {}): string => {
    const change = { set, run: { ...event, event: step, ...more } };
    const [what, values] = actLine('x', {}, { status: 'pending', ...set }, change);
    return logLine(instant(0), what, values).slice(21);
  };
  assert.equal(said('claimed'), 'runner claimed id=x run_at=2026-11-23T09:00:00Z');
  assert.equal(
    said('started', { pid: 7, unattended: true }),
    'runner started id=x run_at=2026-11-23T09:00:00Z unattended=yes pid=7',
  );
  assert.equal(
    said('ended', { exit_code: 0, duration_ms: 5 }, { status: 'done' }),
    'executed id=x run_at=2026-11-23T09:00:00Z exit_code=0 ms=5',
  );
  assert.match(said('ended', { exit_code: 0, agent: 'agent-defer' }), /exit_code=0 mode=executor$/);
  assert.match(said('ended', { exit_code: 0, agent: 'prompt file' }), /exit_code=0 mode=prompt_prepared$/);
  assert.equal(
    said('ended', { exit_code: 3 }, { status: 'failed', attempts: 1 }),
    'failed id=x run_at=2026-11-23T09:00:00Z exit_code=3 reason=executor_nonzero',
  );
  assert.equal(
    said('ended', { exit_code: 3 }, { status: 'pending', attempts: 1, due_at: '2026-11-23T10:00:00.000Z' }),
    'retry scheduled id=x run_at=2026-11-23T09:00:00Z exit_code=3 attempt=1 next_run_at=2026-11-23T10:00:00Z',
  );
  assert.equal(said('ended', { exit_code: 130 }), 'interrupted id=x run_at=2026-11-23T09:00:00Z exit_code=130');
});

test('whatever an id is, its line is one line of printable ASCII', () => {
  for (const id of ['a b', 'x\nfailed id=y', '\u001b[31m', '"', '\u202e', '\u{1F642}', '\ud800', 'x'.repeat(5000)]) {
    const line = logLine(instant(0), 'done', [['id', id]]);
    assert.match(line, /^[ -~]+$/);
    assert.ok(line.length < 1500);
    assert.equal(line.split(' id=').length, id.includes('id=') ? 3 : 2);
  }
});
