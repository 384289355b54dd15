import { appendFile, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { instant } from '../src/core/basics/time.ts';
import type { Places } from './place.ts';
import { openLedger } from './reading.ts';
import type { Report } from './report.ts';
import { openIds, pastRows } from './sample.ts';
import { memoryOf, ms, run, side, timeOf } from './timing.ts';

/** The built command line. */
export const CLI = join(import.meta.dirname, '..', 'dist', 'cli.js');

/** Runs a command of Defer's in a folder; ids that acts use up are taken from `ids`. */
const deferIn = (places: Places, folder: string, ids: string[]) => ({
  list: () => run(process.execPath, [CLI, 'list'], folder, places.env),
  listDue: () => run(process.execPath, [CLI, 'list', '--due'], folder, places.env),
  add: () => run(process.execPath, [CLI, 'add', 'Look again', '--when', '2h'], folder, places.env),
  done: () => run(process.execPath, [CLI, 'done', ids.pop() ?? ''], folder, places.env),
});

/** How long commands take to start, beside Node that does nothing. */
export async function measureStart(report: Report, places: Places): Promise<void> {
  report.section('Starting the command line, beside node -e 0');
  const folder = await places.withRows('start', pastRows(20, 20));
  const goals: readonly (readonly [number, readonly string[]])[] = [
    [1.3, ['list']],
    [1.2, ['list', '--due']],
    [1.3, ['status', '--short']],
    [1.6, ['add', 'Look again', '--when', '2h']],
    [1.5, ['--help']],
  ];
  for (const [goal, words] of goals) {
    const command = (): string => run(process.execPath, [CLI, ...words], folder, places.env);
    command();
    const [bare, took] = await side(15, [() => run(process.execPath, ['-e', '0'], folder, places.env), command]);
    const what = `defer ${words.slice(0, words[0] === 'add' ? 1 : 2).join(' ')}, 20 entries`;
    report.figure({ what, measured: `${ms(took)}; ${ms(bare)}`, value: took / bare, unit: '×', goal });
  }
}

/** What commands cost once a schedule has a past: 200 open entries after many closed ones, beside 200 rows. */
export async function measureAgain(report: Report, places: Places, rows: number): Promise<void> {
  const count = rows.toLocaleString('en');
  report.section(`Opening again: ${count} rows with 200 open, beside 200 rows`);
  const [short, long] = [
    await places.withRows(`short-${rows}`, pastRows(200, 200)),
    await places.withRows(`long-${rows}`, pastRows(rows, 200)),
  ];
  const few = deferIn(places, short, [...openIds(200, 200)]);
  const many = deferIn(places, long, [...openIds(rows, 200)]);
  // Once before, so that both have been opened.
  few.list();
  many.list();
  for (const verb of ['list', 'add', 'done'] as const) {
    const [least, took] = await side(rows > 100_000 ? 3 : 5, [few[verb], many[verb]]);
    report.figure({ what: verb, measured: `${ms(took)}; ${ms(least)}`, value: took / least, unit: '×', goal: 1.5 });
  }
  const more = memoryOf([CLI, 'list'], long, places.env) - memoryOf([CLI, 'list'], short, places.env);
  report.figure({ what: 'memory of list, more than for 200 rows', measured: '', value: more, unit: 'MB', goal: 30 });
}

const ENTRIES = 10_000;

/** What 10,000 open entries cost, beside Taskwarrior with the same: each less what it takes for twenty. */
export async function measureTaskwarrior(report: Report, places: Places): Promise<void> {
  if (spawnSync('task', ['--version'], { env: places.env }).status !== 0) {
    report.notMeasured('Taskwarrior', 'it is not installed ("apt-get install taskwarrior")');
    return;
  }
  report.section('10,000 open entries, all due, beside Taskwarrior; each less what it takes for 20');
  await writeFile(places.env['TASKRC'] ?? '', 'confirmation=no\nverbose=nothing\nhooks=off\nrecurrence=no\ngc=off\n');
  const [few, many] = [await warriorWith(places, 20), await warriorWith(places, ENTRIES)];
  const [deferFew, deferMany] = [
    deferIn(places, await places.withRows('entries-20', pastRows(20, 20)), [...openIds(20, 20)]),
    deferIn(places, await places.withRows('entries-10k', pastRows(ENTRIES, ENTRIES)), [...openIds(ENTRIES, ENTRIES)]),
  ];
  deferFew.listDue();
  deferMany.listDue();
  for (const verb of ['listDue', 'add', 'done'] as const) {
    const [a, b, c, d] = await side(7, [few[verb], many[verb], deferFew[verb], deferMany[verb]]);
    const [theirs, ours] = [Math.max(b - a, 0.1), Math.max(d - c, 0.1)];
    report.figure({
      what: verb === 'listDue' ? 'list --due' : verb,
      measured: `${ms(ours)} (of ${ms(d)}); Taskwarrior ${ms(theirs)} (of ${ms(b)})`,
      value: ours / theirs,
      unit: '×',
      goal: 1,
    });
  }
}

async function warriorWith(places: Places, count: number): Promise<Record<'listDue' | 'add' | 'done', () => string>> {
  const folder = await places.folder(`tasks-${count}`);
  const env = { ...places.env, TASKDATA: folder };
  const uuid = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const tasks = Array.from({ length: count }, (_, index) => ({
    uuid: uuid(index),
    description: `Resume the architecture review ${index}`,
    status: 'pending',
    entry: '20260105T080000Z',
    due: '20260106T080000Z',
  }));
  const file = join(folder, 'import.json');
  await writeFile(file, JSON.stringify(tasks));
  run('task', ['import', file], folder, env);
  let next = count;
  return {
    listDue: () => run('task', ['rc.defaultwidth=120', 'due.before:now', 'list'], folder, env),
    add: () => run('task', ['add', 'due:2h', 'Look again'], folder, env),
    done: () => run('task', [uuid((next -= 1)), 'done'], folder, env),
  };
}

/** Finding what is due among 1,000 records, beside a shell loop that starts jq for each, as agent-defer does. */
export async function measureWake(report: Report, places: Places): Promise<void> {
  if (spawnSync('jq', ['--version'], { env: places.env }).status !== 0) {
    report.notMeasured("agent-defer's way", 'jq is not installed');
    return;
  }
  report.section("Waking with 1,000 entries, beside agent-defer's way (a shell loop, jq for each record)");
  const folder = await places.withRows('wake', pastRows(1_000, 1_000));
  const records = await places.folder('records');
  for (let index = 0; index < 1_000; index += 1) {
    const runAt = index < 10 ? '2026-01-05T08:00:00Z' : '2027-01-05T08:00:00Z';
    await appendFile(
      join(records, `${index}.json`),
      JSON.stringify({ id: String(index), run_at: runAt, prompt: 'Look.' }),
    );
  }
  const loop = 'for f in *.json; do at=$(jq -r .run_at "$f"); [ "$at" \\< "2026-07-01" ] && echo "$f"; done; true';
  const wake = async (): Promise<number> =>
    (await openLedger(folder).look()).dueCount(instant(Date.UTC(2026, 0, 6, 8, 46)));
  const [ours] = await side(7, [wake]);
  // The loop takes seconds, so once is enough.
  const theirs = await timeOf(() => run('sh', ['-c', loop], records, places.env));
  report.figure({
    what: 'find what is due',
    measured: `${ms(ours)}; ${ms(theirs)}`,
    value: theirs / ours,
    unit: '×',
    goal: 100,
    atLeast: true,
  });
}
