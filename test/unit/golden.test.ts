import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toEntry } from '../../src/core/entry/entry.ts';
import { orNone } from '../../src/core/entry/times.ts';
import { RowHistory } from '../../src/core/fold/rowHistory.ts';
import { decodeLine } from '../../src/core/rows/codec.ts';
import { toRuns } from '../../src/core/rows/runEvents.ts';
import { instant, toIso } from '../../src/core/basics/time.ts';
import { digest } from '../../src/store/disk/digest.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { folderWith } from '../support/folder.ts';

/** Awkward logs and what they mean, byte for byte. `UPDATE=1` writes the meanings anew, for a person to look at. */
const GOLDEN = join(import.meta.dirname, '..', 'golden');
const LONG_AFTER = instant(Date.UTC(2099, 0));

const logs = readdirSync(GOLDEN)
  .filter(name => name.endsWith('.jsonl'))
  .map(name => name.slice(0, -'.jsonl'.length));

async function ledgerOf(name: string): Promise<Ledger> {
  const folder = await folderWith(readFileSync(join(GOLDEN, `${name}.jsonl`)));
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked);
  await ledger.look();
  return ledger;
}

/** Everything that a log says, as text: times in ISO; absent members, and what only follows from others, left out. */
function meaningOf(ledger: Ledger): string {
  const entries = [...ledger.whole.all()].map(state => {
    const { id, title, kind, status, isOpen: open, slot, isPaused, isWaiting, ...read } = toEntry(state);
    const { due: _, lateFrom: __, dueAt, originalDueAt, expires, createdAt, updatedAt, fields, ...entry } = read;
    const expiresAt = orNone(expires);
    const times = Object.entries({ dueAt, originalDueAt, expiresAt, createdAt, updatedAt }).map(([name, at]) => [
      name,
      at === undefined ? undefined : toIso(at),
    ]);
    const runs = toRuns(state.runEvents(), () => false);
    return {
      ...{ id, title, kind, status, open, slot: orNone(slot) },
      ...(isPaused && { paused: true }),
      ...(isWaiting && { waiting: true }),
      ...entry,
      ...Object.fromEntries(times),
      fields: { ...fields },
      unanswered: state.unansweredDigests().length,
      runs,
    };
  });
  const open = ledger.schedule.open.map(state => state.id);
  return `${JSON.stringify({ entries, open, problems: ledger.problems(LONG_AFTER) }, null, 2)}\n`;
}

test('there are logs to read', () => {
  assert.ok(logs.length >= 15);
});

for (const name of logs) {
  test(`golden log: ${name}`, async () => {
    const meaning = meaningOf(await ledgerOf(name));
    const path = join(GOLDEN, `${name}.expected`);
    if (process.env['UPDATE']) {
      writeFileSync(path, meaning);
    }
    assert.equal(meaning, readFileSync(path, 'utf8'));
  });
}

test('the rows of two branches mean the same whichever stands first', async () => {
  const [mine, theirs] = await Promise.all(['branches-mine-first', 'branches-theirs-first'].map(ledgerOf));
  assert.ok(mine && theirs);
  const meaning = (ledger: Ledger): unknown[] =>
    [...ledger.whole.all()]
      .map(state => ({
        ...toEntry(state),
        line: 0,
        fields: { ...state.fields() },
        runs: toRuns(state.runEvents(), () => false),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(meaning(mine), meaning(theirs));
});

const FORMAT = readFileSync(join(import.meta.dirname, '..', '..', 'src', 'store', 'FORMAT.md'), 'utf8');

/** The rows of the merge that FORMAT.md explains, as it shows them. */
const workedMerge = (): string => /```jsonl\n([\s\S]*?)```/.exec(FORMAT)?.[1] ?? '';

/** What FORMAT.md says about its merge: of each field the value, and the line that the value is from. */
const workedRegisters = (): readonly (readonly [string, unknown, number])[] =>
  [...FORMAT.matchAll(/^\| `(\w+)` \| (`(.+?)`|–) \| (\d) \|/gm)].map(([, name = '', , value, line]) => [
    name,
    value === undefined ? undefined : JSON.parse(value),
    Number(line),
  ]);

test('FORMAT.md explains the rows of a golden log', () => {
  assert.equal(workedMerge(), readFileSync(join(GOLDEN, 'worked-merge.jsonl'), 'utf8'));
});

test('the merge in FORMAT.md gives the values of its table, in the order of either branch', () => {
  const lines = workedMerge().trimEnd().split('\n');
  const expected = workedRegisters();
  assert.ok(expected.length >= 6);
  for (const order of [
    [1, 2, 3, 4],
    [1, 3, 4, 2],
  ]) {
    const history = new RowHistory();
    for (const number of order) {
      const { row } = decodeLine(lines[number - 1] ?? '', number, digest);
      assert.ok(row);
      history.add(row, digest);
    }
    const found = expected.map(([name]) => [
      name,
      history.field(name),
      1 + lines.indexOf(history.keyOf(name)?.text ?? ''),
    ]);
    assert.deepEqual(found, expected);
  }
});
