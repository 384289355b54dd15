import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { MAX_LINE_BYTES } from '../../src/core/rows/row.ts';
import { END_OF_TIME, instant } from '../../src/core/basics/time.ts';
import { digest } from '../../src/store/disk/digest.ts';
import type { ReadOptions, ScheduleLog } from '../../src/store/log/scheduleLog.ts';

/** What one look at a log brought, its parts put together. */
export interface Look {
  /** Whether what was read before is void. */
  readonly fresh: boolean;
  readonly texts: readonly string[];
  readonly lines: readonly number[];
  readonly problems: readonly string[];
}

export async function look(log: ScheduleLog, options?: ReadOptions): Promise<Look> {
  const found = { fresh: false, texts: [] as string[], lines: [] as number[], problems: [] as string[] };
  let parts = 0;
  for await (const { fresh, rows, problems } of log.read(options)) {
    assert.ok(!fresh || parts === 0, 'only the first part of a reading may be fresh');
    parts += 1;
    found.fresh ||= fresh;
    found.texts.push(...rows.map(row => row.text));
    found.lines.push(...rows.map(row => row.line));
    found.problems.push(...problems.map(problem => `${problem.line} ${problem.class}`));
  }
  return found;
}

export const NOTHING_NEW: Look = { fresh: false, texts: [], lines: [], problems: [] };

const row = (id: string): string => `{"id":"${id}","status":"pending"}`;

/** What every log promises (scheduleLog.ts). `make` gives one that holds a text already. */
export function keepsTheContract(name: string, make: (text: string) => Promise<ScheduleLog>): void {
  test(`${name}: the first reading brings all, in order, and the next nothing twice`, async () => {
    const log = await make(`${row('a')}\n\n${row('b')}\nnonsense\n${row('c')}\n`);
    const first = await look(log);
    assert.deepEqual(first, {
      fresh: true,
      texts: [row('a'), row('b'), row('c')],
      lines: [1, 3, 5],
      problems: ['4 bad JSON'],
    });
    assert.deepEqual(await look(log), NOTHING_NEW);
    assert.deepEqual(await look(log, { verify: true }), NOTHING_NEW);
  });

  test(`${name}: a reading brings what was added since the last one`, async () => {
    const log = await make(`${row('a')}\n`);
    await look(log);
    await log.append([row('b'), row('c')]);
    assert.deepEqual(await look(log), { fresh: false, texts: [row('b'), row('c')], lines: [2, 3], problems: [] });
    await log.append([row('d')]);
    assert.deepEqual(await look(log), { fresh: false, texts: [row('d')], lines: [4], problems: [] });
  });

  test(`${name}: a row appended to an empty log is in the next reading`, async () => {
    const log = await make('');
    assert.deepEqual((await look(log)).texts, []);
    await log.append([row('a')]);
    assert.deepEqual((await look(log)).texts, [row('a')]);
  });

  test(`${name}: an appended row is a line of its own whatever stood at the end, and nothing written is changed`, async () => {
    for (const end of ['{"id":"to', row('b'), '\u{1F642}', '<<<<<<<']) {
      const log = await make(`${row('a')}\n${end}`);
      await look(log);
      await log.append([row('z')]);
      const texts = [...(await look(log)).texts];
      assert.equal(texts.at(-1), row('z'));
      assert.equal((await look(log)).texts.length, 0);
    }
  });

  test(`${name}: a row over the limit is refused, and nothing is written`, async () => {
    const log = await make('');
    const long = JSON.stringify({ id: 'a', x: 'x'.repeat(MAX_LINE_BYTES) });
    await assert.rejects(log.append([row('b'), long]), { name: 'StoreFault', message: /256 KiB.*artifact/ });
    assert.deepEqual((await look(log)).texts, []);
  });

  test(`${name}: entries that are archived leave it whole, once, and a tombstone of each stays`, async () => {
    const [pending, noted, done] = [row('a'), '{"id":"b","note":1}', '{"id":"b","status":"done"}'];
    const log = await make(`${pending}\n${noted}\nnonsense\n${done}\n`);
    await look(log);
    const asked = { ids: new Set(['a', 'b', 'c']), closedBy: END_OF_TIME };
    const writer = { now: instant(Date.UTC(2026, 10, 23)), actor: 'abc123', digest };
    const archived = await log.archive(asked, writer);
    assert.ok(!isRefusal(archived));
    assert.deepEqual(archived.ids, ['b']);
    const { fresh, texts, lines, problems } = await look(log);
    assert.deepEqual([fresh, lines, problems, texts.length], [true, [1, 3], ['2 bad JSON'], 2]);
    assert.equal(texts[0], pending);
    const rest = JSON.parse(texts[1] ?? '') as { id: string; status: string; defer: { over: string[] } };
    assert.deepEqual([rest.id, rest.status, rest.defer.over], ['b', 'done', [noted, done].map(digest)]);
    assert.deepEqual(await log.archive(asked, writer), { ids: [], files: [] });
    assert.deepEqual(await look(log), NOTHING_NEW);
  });
}
