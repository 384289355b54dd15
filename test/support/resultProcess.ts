// Decides about a result: `resultProcess HOME TOKEN keep|branch|discard [DIE-AT]` is killed before its DIE-AT-th step
// that changes anything on the disk, and prints how many steps there were, and the refusal if there was one.
import childProcess from 'node:child_process';
import fs, { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { instant } from '../../src/core/basics/time.ts';

const [home = '', token = '', act = '', dieAt = '0'] = process.argv.slice(2);
let steps = 0;
type Job = (...given: unknown[]) => unknown;

/** What git changes nothing with. */
const LOOKS =
  /^(?:rev-parse|rev-list|config|for-each-ref|symbolic-ref|merge-base|ls-files|cat-file|var|check-attr|diff-tree|status|check-ref-format)$/;

function step(): void {
  steps += 1;
  if (steps === Number(dieAt)) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const counted = (job: Job): Job =>
  function (this: unknown, ...given) {
    step();
    return job.apply(this, given);
  };

const handle = await promises.open(process.execPath);
const prototype = Object.getPrototypeOf(handle) as Record<string, Job>;
await handle.close();
for (const [owner, names] of [
  [prototype, ['writeFile', 'sync']],
  [fs.promises as unknown as Record<string, Job>, ['rename', 'rm', 'mkdir']],
] as const) {
  for (const name of names) {
    owner[name] = counted(owner[name] as Job);
  }
}
const { execFile } = childProcess;
childProcess.execFile = Object.assign(function (this: unknown, ...given: unknown[]) {
  const args = given[1] as readonly string[];
  if (!args.some(arg => LOOKS.test(arg))) {
    step();
  }
  return (execFile as unknown as Job).apply(this, given);
}, execFile) as typeof execFile;
syncBuiltinESMExports();

const { createResultDesk } = await import('../../src/runner/results/localResults.ts');
const desk = createResultDesk(home, { now: () => instant(Date.UTC(2026, 10, 28, 23)) });
const answer =
  act === 'discard' ? await desk.discard(token) : await desk.keep(token, act === 'branch' ? { asBranch: 'later' } : {});
console.log(JSON.stringify({ steps, why: isRefusal(answer) ? answer.why : null }));
