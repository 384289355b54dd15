// npm run bench: how Defer's speed compares with doing the bare minimum, in one run of one Node. Ratios, not seconds.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../src/core/basics/time.ts';
import { FileLog } from '../src/store/log/fileLog.ts';
import { Ledger } from '../src/store/ledger.ts';
import { longestBlock } from './blocking.ts';
import { measureLooks } from './conversations.ts';
import { sampleRows } from './sample.ts';

const TIMES = 5;
const NOW = instant(Date.UTC(2026, 6, 1));

const middle = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const say = (what: string, figure: string): void => console.log(`${what.padEnd(58)} ${figure}`);

async function timed(job: () => Promise<unknown>, times = TIMES): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    globalThis.gc?.();
    const start = performance.now();
    await job();
    took.push(performance.now() - start);
  }
  return middle(took);
}

async function folderWith(rows: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'defer-bench-'));
  await mkdir(join(folder, '.sf'));
  await writeFile(join(folder, '.sf', 'schedule.jsonl'), `${rows.join('\n')}\n`);
  return folder;
}

const open = (folder: string): Ledger => new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c');

async function readAndParse(folder: string): Promise<number> {
  const text = await readFile(join(folder, '.sf', 'schedule.jsonl'), 'utf8');
  let rows = 0;
  for (const line of text.split('\n')) {
    rows += line !== '' && JSON.parse(line) !== null ? 1 : 0;
  }
  return rows;
}

async function opening(folder: string): Promise<void> {
  const { size } = await stat(join(folder, '.sf', 'schedule.jsonl'));
  const plain = await timed(() => readAndParse(folder));
  const whole = await timed(async () => {
    const schedule = await open(folder).look();
    return [schedule.open, schedule.dueCount(NOW), schedule.problems()];
  });
  const block = await timedBlock(folder);
  say(
    `open 100,000 rows (${(size / 1e6).toFixed(0)} MB)`,
    `${ms(whole)} = ${(whole / plain).toFixed(2)} × read + JSON.parse`,
  );
  say('  the longest it holds up everything else', ms(block));
}

async function timedBlock(folder: string): Promise<number> {
  const blocks: number[] = [];
  for (let index = 0; index < TIMES; index += 1) {
    blocks.push(await longestBlock(async () => (await open(folder).look()).open));
  }
  return middle(blocks);
}

/** What one more row costs a schedule that is open, in ms. */
async function oneMore(folder: string, rows: number): Promise<number> {
  const ledger = open(folder);
  await ledger.look();
  const more = sampleRows(Math.ceil(rows / 5) + 40).slice(-40);
  const took: number[] = [];
  for (const row of more) {
    await appendFile(join(folder, '.sf', 'schedule.jsonl'), `${row}\n`);
    const start = performance.now();
    const schedule = await ledger.look();
    schedule.dueCount(NOW);
    schedule.problems();
    took.push(performance.now() - start);
  }
  return middle(took);
}

async function conversations(): Promise<void> {
  const { first, block, again, appended, reading, command } = await measureLooks(1000);
  say('look at 1,000 conversations (500 MB)', `${ms(first)} = ${(first / reading).toFixed(2)} × read their two ends`);
  say('  the longest it holds up everything else', ms(block));
  say('  again', `${ms(again)} = ${(again / first).toFixed(2)} × that; after one more turn ${ms(appended)}`);
  say('  command line: conversations --json', ms(command));
}

async function starting(): Promise<void> {
  const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
  if (!existsSync(cli)) {
    say('command line start', 'not measured: dist/cli.js is not built');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'defer-bench-'));
  const took = (args: readonly string[]): Promise<number> =>
    timed(async () => void spawnSync(process.execPath, args, { cwd: folder, stdio: 'ignore' }), 15);
  const bare = await took(['-e', '0']);
  const compare = async (what: string, ...words: readonly string[]): Promise<void> => {
    const time = await took([cli, ...words]);
    say(`command line: ${what}`, `${ms(time)} = ${(time / bare).toFixed(2)} × node -e 0`);
  };
  await compare('--version', '--version');
  await compare('list --due in an empty folder', 'list', '--due');
  await compare('add --help', 'add', '--help');
  spawnSync(process.execPath, [cli, 'add', 'Look', '--when', '2h'], { cwd: folder });
  await compare('list --due with an entry', 'list', '--due');
  await rm(folder, { recursive: true });
}

const small = await folderWith(sampleRows(1_000));
const large = await folderWith(sampleRows(100_000));
try {
  await opening(large);
  const [few, many] = [await oneMore(small, 1_000), await oneMore(large, 100_000)];
  say('see one more row: after 1,000', ms(few));
  say('  after 100,000', `${ms(many)} = ${(many / few).toFixed(2)} × that`);
  await conversations();
  await starting();
} finally {
  await rm(small, { recursive: true });
  await rm(large, { recursive: true });
}
