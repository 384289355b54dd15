// Archives every closed entry of a folder: `archiveProcess FOLDER [DIE-AT]` is killed before its DIE-AT-th step
// that changes anything on the disk, and prints how many steps there were.
import fs, { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { END_OF_TIME, instant } from '../../src/core/basics/time.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';

const [folder = '', dieAt = '0'] = process.argv.slice(2);
let steps = 0;
type Job = (...given: unknown[]) => unknown;
const counted = (job: Job): Job =>
  function (this: unknown, ...given) {
    steps += 1;
    if (steps === Number(dieAt)) {
      process.kill(process.pid, 'SIGKILL');
    }
    return job.apply(this, given);
  };

const handle = await promises.open(process.execPath);
const prototype = Object.getPrototypeOf(handle) as Record<string, Job>;
await handle.close();
for (const [owner, names] of [
  [prototype, ['write', 'writeFile', 'sync']],
  [fs.promises as unknown as Record<string, Job>, ['rename', 'rm', 'mkdir', 'writeFile']],
] as const) {
  for (const name of names) {
    owner[name] = counted(owner[name] as Job);
  }
}
syncBuiltinESMExports();

const { FileLog } = await import('../../src/store/log/fileLog.ts');
const { Ledger } = await import('../../src/store/ledger.ts');
const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc126', endLinked);
const ids = new Set(Array.from((await ledger.look()).all(), ({ id }) => id));
const archived = await ledger.archive({ ids, closedBy: END_OF_TIME }, instant(Date.now()));
console.log(JSON.stringify({ steps, archived }));
