// A runner for many runs: HOME, TOKEN and how far its clock is ahead in ms, again and again. Each goes as
// `defer exec TOKEN` does, a few at a time.
import { instant } from '../../src/core/basics/time.ts';
import { exec } from '../../src/runner/exec/exec.ts';

const AT_ONCE = 4;

const words = process.argv.slice(2);
const codes: number[] = [];
const work = async (): Promise<void> => {
  while (words.length > 0) {
    const [home = '', token = '', ahead] = words.splice(0, 3);
    const clock = { now: () => instant(Date.now() + Number(ahead)) };
    codes.push(await exec(token, { home, clock, env: process.env, say: text => process.stderr.write(`${text}\n`) }));
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.exitCode = codes.every(code => code === 0) ? 0 : 1;
