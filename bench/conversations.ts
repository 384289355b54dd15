import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../src/core/basics/time.ts';
import { openConversations } from '../src/runner/conversations/openConversations.ts';
import type { ConversationDesk } from '../src/verbs/conversationDesk.ts';
import { FILE_KEEPERS, makeConversation } from '../test/support/madeStores.ts';
import { longestBlock } from './blocking.ts';
import type { Report } from './report.ts';

/** What a look at many conversations costs, in ms. */
export interface LookFigures {
  /** The first look of a process, and the longest that it held up everything else. */
  readonly first: number;
  readonly block: number;
  /** A look at the same, and one after a turn was appended to one of them. */
  readonly again: number;
  readonly appended: number;
  /** To read the two ends of each file, and nothing else. */
  readonly reading: number;
  /** The command line, from its start to its end. */
  readonly command: number;
}

const NOW = Date.UTC(2026, 10, 28, 14);

/** Makes a home of so many conversations of 500 KB with every tool that keeps files, and looks at it. */
export async function measureLooks(count: number): Promise<LookFigures> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-bench-')));
  try {
    const [home, work] = [join(root, 'home'), join(root, 'work')];
    mkdirSync(work);
    const made = Array.from({ length: count }, (_, index) => {
      const agent = FILE_KEEPERS[index % FILE_KEEPERS.length] ?? 'claude';
      const end = index % 50 === 0 ? { resetsAt: NOW + 3_600_000 } : 'answer';
      return makeConversation(home, agent, {
        ...{ folder: index % 2 === 0 ? work : join(root, `work${index % 20}`), at: NOW - 120_000 - index * 1000 },
        ...{ prompt: `Look at part ${index}`, filler: 500_000, end },
      });
    });
    const open = (): ConversationDesk =>
      openConversations({
        ...{ home: join(home, '.sf', 'defer'), env: { HOME: home }, zone: () => 'UTC', asker: 'call' },
        ...{ clock: { now: () => instant(NOW) }, folders: () => [work] },
      });
    // Once before, so that what is measured is the reading and not the loading of the code.
    await open().list({});
    const reading = await timed(async () => made.map(({ path }) => readEnds(path)));
    const first = await timed(() => open().list({}));
    const block = await longestBlock(() => open().list({}));
    const desk = open();
    await desk.list({});
    const again = await timed(() => desk.list({}));
    const [one] = made;
    appendFileSync(one?.path ?? '', `${JSON.stringify({ type: 'user', message: { content: 'More' } })}\n`);
    const appended = await timed(() => desk.list({}));
    const words = [join(import.meta.dirname, '..', 'dist', 'cli.js'), 'conversations', '--everywhere', '--json'];
    const call = async (): Promise<unknown> =>
      spawnSync(process.execPath, words, { cwd: work, env: { HOME: home, PATH: '' }, stdio: 'ignore' });
    await call();
    return { first, block, again, appended, reading, command: await timed(call) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The two ends of a file, as texts. */
function readEnds(path: string): number {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(65_536);
    return [0, size - bytes.length].reduce((sum, from) => {
      const length = readSync(file, bytes, 0, bytes.length, from);
      return sum + bytes.toString('utf8', 0, length).length;
    }, 0);
  } finally {
    closeSync(file);
  }
}

async function timed(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await job();
  return performance.now() - start;
}

/** Looks at 1,000 conversations of 500 MB, and says how long that takes. */
export async function measureConversations(report: Report): Promise<void> {
  const { first, block, again, appended, reading, command } = await measureLooks(1000);
  report.section('1,000 conversations, 500 MB');
  const beside = `${(first / reading).toFixed(2)} × reading the two ends of each`;
  report.figure({ what: 'first look', measured: beside, value: first, unit: 'ms', goal: 150 });
  report.figure({ what: 'held up at most', measured: 'by the first look', value: block, unit: 'ms', goal: 20 });
  report.figure({ what: 'again, unchanged', measured: '', value: again, unit: 'ms', goal: 15 });
  report.say('again, after one more turn', `${appended.toFixed(0)} ms`);
  report.figure({
    what: 'defer conversations --json',
    measured: 'the whole command',
    value: command,
    unit: 'ms',
    goal: 150,
  });
}
