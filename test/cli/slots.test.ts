import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { instant, MINUTE, toIso } from '../../src/core/basics/time.ts';
import { holds } from '../support/property.ts';
import { assertLaw, BEGIN, histories, type Act, type History, type RawRow, rules } from '../support/slotHistory.ts';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.remove());

const rows = (): readonly RawRow[] =>
  shell
    .read('.sf/schedule.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as RawRow);

/** The command line of an act; undefined where time passes, and for what the command line is not tried with. */
function wordsOf(act: Act, entry: RawRow, now: number, period: number): readonly string[] | undefined {
  const id = String(entry['id']);
  switch (act.kind) {
    case 'snooze':
    case 'reschedule':
      return [act.kind, id, toIso(instant(now + act.minutes * MINUTE))];
    case 'reschedule to slot':
      return ['reschedule', id, toIso(instant(Date.parse(String(entry['slot'])) + act.ahead * period))];
    case 'run':
      return ['run', id];
    case 'pass':
    case 'run due':
    case 'follow up':
      return undefined;
    default:
      return [act.kind, id];
  }
}

/** Lives through a history with a process for each act. */
async function live({ rule, catchup, acts }: History): Promise<void> {
  let now = BEGIN;
  const at = (): readonly string[] => ['--now', toIso(instant(now))];
  const given = Object.entries(rule.input).flatMap(([name, value]) => [`--${name}`, value]);
  const agent = ['--agent', 'claude', '--prompt', 'Look'];
  let entry = await shell.json<RawRow>(...at(), 'add', 'x', ...given, '--catchup', catchup, ...agent);
  for (const act of acts) {
    now += act.kind === 'pass' ? act.minutes * MINUTE : 0;
    const words = wordsOf(act, entry, now, rule.period);
    if (act.kind === 'run') {
      shell.env['CLAUDE_EXIT'] = String(act.exitCode);
    }
    if (words) {
      await shell.defer(...at(), ...words);
      entry = await shell.json<RawRow>(...at(), 'show', String(entry['id']));
      assertLaw(rows(), entry, rule);
    }
  }
}

test('each slot of a repeat is dealt with once, on the command line as in memory', async t => {
  const claude = join(shell.bin, 'claude');
  writeFileSync(claude, '#!/bin/sh\nexit "$CLAUDE_EXIT"\n');
  chmodSync(claude, 0o755);
  const [rule] = rules;
  assert.ok(rule);
  // A few random histories may come to nothing.
  await live({ rule, catchup: 'once', retries: 0, acts: [{ kind: 'run', exitCode: 0 }, { kind: 'done' }] });
  await holds(t, fc.asyncProperty(histories(8), live), 50);
  const happened = new Set(rows().map(({ run }) => (run as { event?: string } | undefined)?.event));
  assert.ok(happened.has('started') && happened.has('done'));
});

test('a repeat that is brought forward and done is due at its next slot, and its JSON has the slot', async () => {
  const now = ['--now', '2026-11-28T11:42:00Z'];
  const { id } = await shell.json<{ id: string }>(...now, 'add', 'daily', '--cron', '42 13 * * *', '--tz', 'UTC');
  await shell.json(...now, 'reschedule', id, '5m');
  assert.equal((await shell.json(...now, 'show', id))['slot'], '2026-11-28T13:42:00.000Z');
  await shell.json(...now, 'done', id);
  const { due_at: due, slot } = await shell.json(...now, 'show', id);
  assert.deepEqual([due, slot], ['2026-11-29T13:42:00.000Z', '2026-11-29T13:42:00.000Z']);
});
