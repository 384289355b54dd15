import { spawnSync } from 'node:child_process';
import { longestBlock } from './blocking.ts';

/** The middle one of some numbers. */
export const middle = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** A time in ms, as text. */
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Runs a job and tells how long it took, in ms. */
export async function timeOf(job: () => unknown): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await job();
  return performance.now() - start;
}

/**
 * The middle time of each job, in ms. They take turns, so that whatever else the machine does slows all of them alike.
 */
export async function side<const Jobs extends readonly (() => unknown)[]>(
  times: number,
  jobs: Jobs,
): Promise<{ -readonly [Index in keyof Jobs]: number }> {
  const took = jobs.map((): number[] => []);
  for (let round = 0; round < times; round += 1) {
    for (const [index, job] of jobs.entries()) {
      took[index]?.push(await timeOf(job));
    }
  }
  return took.map(middle) as { -readonly [Index in keyof Jobs]: number };
}

/** The middle of the longest times, in ms, in which a job held up everything else. */
export async function blockOf(times: number, job: () => Promise<unknown>): Promise<number> {
  const blocks: number[] = [];
  for (let round = 0; round < times; round += 1) {
    blocks.push(await longestBlock(job));
  }
  return middle(blocks);
}

/** Runs a program to its end. Throws where it fails: a program that failed at once would look quick. */
export function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error || status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  }
  return `${stdout}${stderr}`;
}

const TELL_MEMORY = `data:text/javascript,process.on("exit",()=>process._rawDebug("\\nmaxRSS="+process.resourceUsage().maxRSS))`;

/** The most memory, in MB, that Node takes for these arguments. */
export function memoryOf(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): number {
  const output = run(process.execPath, ['--import', TELL_MEMORY, ...args], cwd, env);
  return Number(/maxRSS=(\d+)/.exec(output)?.[1] ?? NaN) / 1024;
}
