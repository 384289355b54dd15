import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { testHome } from './home.ts';

/** One start of a program: its words, the folder it is started in, and its whole environment. */
export interface Start {
  readonly words: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How a program ended, and all that it printed. */
export interface Spoken {
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const script = join(import.meta.dirname, 'programWorker.cjs');

/** Everything that a program prints, once it has ended. */
const spokenBy = (child: ChildProcess): Promise<Spoken> => {
  const text = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, ...text }));
  });
};

/** Runs a program in a process of its own, to its end. */
export const runAnew = (command: string, { words, folder, env }: Start): Promise<Spoken> =>
  spokenBy(spawn(command, [...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }));

/** What a stream says up to a mark, or to its end. What follows the mark comes from a process that the program left. */
const textUntil = (stream: Readable, mark: string): Promise<string> =>
  new Promise(resolve => {
    let text = '';
    const finish = (): void => {
      stream.off('data', add).off('end', finish);
      resolve(text.split(mark, 1)[0] ?? '');
    };
    const add = (part: string): void => {
      text += part;
      if (text.includes(mark)) finish();
    };
    stream.on('data', add).on('end', finish);
  });

/** A process that runs a program for one start after another (programWorker.cjs). */
class Worker {
  isBusy = false;
  private child: ChildProcess | undefined;
  private readonly node: string;
  private readonly program: string;

  constructor(node: string, program: string) {
    this.node = node;
    this.program = program;
  }

  async run(start: Start): Promise<Spoken> {
    this.isBusy = true;
    const child = (this.child ??= this.begin());
    const { stdout, stderr, channel } = child as ChildProcess & Record<'stdout' | 'stderr', Readable>;
    // It keeps the process of the tests from ending only while a program runs.
    const held = [child, channel, stdout, stderr] as readonly { ref?(): void; unref?(): void }[];
    for (const each of held) each.ref?.();
    const mark = randomUUID();
    const ended = new Promise<number | null>(resolve => {
      const leave = (code: number | null): void => {
        child.off('message', answer).off('exit', leave);
        resolve(code);
      };
      const answer = (message: unknown): void => leave((message as { readonly code: number }).code);
      child.on('message', answer).on('exit', leave);
    });
    child.send({ ...start, program: this.program, mark });
    const [code, out, err] = await Promise.all([ended, textUntil(stdout, mark), textUntil(stderr, mark)]);
    for (const each of held) each.unref?.();
    this.isBusy = false;
    return { code, out, err };
  }

  private begin(): ChildProcess {
    const child = spawn(this.node, [script], { env: { HOME: testHome }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child.stdout?.setEncoding('utf8');
    child.stderr?.setEncoding('utf8');
    // A program that throws ends it, also one that ended before and left something undone.
    child.once('exit', () => (this.child = undefined));
    process.once('exit', () => child.kill('SIGKILL'));
    return child;
  }
}

const workers = new Map<string, Worker>();

/** Whether each start has a process of its own: where DEFER_START says so, as in the campaign, and on Windows. */
const isEachAnew = process.env['DEFER_START'] === 'anew' || process.platform === 'win32';

/**
 * Runs a program of CommonJS by this Node, to its end, in a process that stays: that takes a seventh of the time of a
 * start. While that one is busy, a start has a process of its own.
 */
export const runProgram = (node: string, program: string, start: Start): Promise<Spoken> => {
  const key = `${node}\n${program}`;
  const worker = workers.get(key) ?? new Worker(node, program);
  workers.set(key, worker);
  return worker.isBusy || isEachAnew
    ? runAnew(node, { ...start, words: [program, ...start.words] })
    : worker.run(start);
};
