// What a terminal runs, with the arguments HOME, TOKEN and MS-AHEAD, as `defer exec TOKEN` does.
import { instant } from '../../src/core/basics/time.ts';
import { exec } from '../../src/runner/exec/exec.ts';

const [home = '', token = '', ahead = '0'] = process.argv.slice(2);
process.exitCode = await exec(token, {
  home,
  clock: { now: () => instant(Date.now() + Number(ahead)) },
  env: process.env,
  say: text => process.stderr.write(`${text}\n`),
});
