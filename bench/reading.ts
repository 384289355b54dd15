import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../src/core/basics/time.ts';
import { FileLog } from '../src/store/log/fileLog.ts';
import { Ledger } from '../src/store/ledger.ts';
import { endLinked } from '../src/verbs/endLinked.ts';
import { scheduleOf, type Places } from './place.ts';
import type { Report } from './report.ts';
import { pastRows, sampleRows } from './sample.ts';
import { blockOf, memoryOf, middle, ms, side, timeOf } from './timing.ts';

const TIMES = 5;
const NOW = instant(Date.UTC(2026, 6, 1));

/** Opens the schedule of a folder as every surface does. */
export const openLedger = (folder: string): Ledger =>
  new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked);

/** The least that a reader must do: read the file and parse every line. Returns all rows. */
export async function readAndParse(folder: string): Promise<readonly unknown[]> {
  const text = await readFile(scheduleOf(folder), 'utf8');
  const rows: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line !== '') {
      rows.push(JSON.parse(line));
    }
  }
  return rows;
}

const child = (how: 'open' | 'parse', folder: string): readonly string[] => [
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  join(import.meta.dirname, 'readingChild.ts'),
  how,
  folder,
];

/** What the first read costs, beside read + JSON.parse, and what one more row costs after it. */
export async function measureReading(report: Report, places: Places, million: boolean): Promise<void> {
  report.section('Reading the file');
  const small = await places.withRows('mixed-1k', sampleRows(1_000));
  const large = await places.withRows('mixed-100k', sampleRows(100_000));
  const { size } = await stat(scheduleOf(large));
  const [plain, whole] = await side(TIMES, [
    () => readAndParse(large),
    async () => {
      const schedule = await openLedger(large).look();
      return [schedule.open, schedule.dueCount(NOW), schedule.problems()];
    },
  ]);
  report.figure({
    what: `first open, 100,000 rows (${(size / 1e6).toFixed(0)} MB)`,
    measured: `${ms(whole)}; read + JSON.parse ${ms(plain)}`,
    value: whole / plain,
    unit: '×',
    goal: 1.5,
  });
  const [memory, least] = [
    memoryOf(child('open', large), large, places.env),
    memoryOf(child('parse', large), large, places.env),
  ];
  report.figure({
    what: '  its memory',
    measured: `${memory.toFixed(0)} MB; read + JSON.parse ${least.toFixed(0)} MB`,
    value: memory / least,
    unit: '×',
    goal: 1.5,
  });
  report.figure({
    what: '  the longest it holds up everything else',
    measured: '',
    value: await blockOf(TIMES, async () => (await openLedger(large).look()).open),
    unit: 'ms',
    goal: 50,
  });
  const [few, many] = [await oneMore(small, 1_000), await oneMore(large, 100_000)];
  report.figure({ what: 'see one more row, after 100,000', measured: '', value: many, unit: 'ms', goal: 2 });
  report.figure({
    what: '  beside after 1,000',
    measured: `${ms(many)}; ${ms(few)}`,
    value: many / few,
    unit: '×',
    goal: 1.5,
  });
  if (million) {
    await measureMillion(report, places);
  } else {
    report.notMeasured('1,000,000 rows', 'give --million (it takes minutes)');
  }
}

async function measureMillion(report: Report, places: Places): Promise<void> {
  const huge = await places.withRows('past-1m', pastRows(1_000_000, 200));
  let memory = 0;
  const took = await timeOf(() => (memory = memoryOf(child('open', huge), huge, places.env)));
  report.figure({ what: 'first open, 1,000,000 rows', measured: '', value: took / 1000, unit: 's', goal: 6 });
  report.figure({ what: '  its memory', measured: '', value: memory, unit: 'MB', goal: 700 });
}

/** What one more row costs a schedule that is open, in ms. */
async function oneMore(folder: string, rows: number): Promise<number> {
  const ledger = openLedger(folder);
  await ledger.look();
  const took: number[] = [];
  for (const row of sampleRows(Math.ceil(rows / 5) + 40).slice(-40)) {
    await appendFile(scheduleOf(folder), `${row}\n`);
    took.push(
      await timeOf(async () => {
        const schedule = await ledger.look();
        return [schedule.dueCount(NOW), schedule.problems()];
      }),
    );
  }
  return middle(took);
}
