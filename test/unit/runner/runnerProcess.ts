// What a terminal runs: `node runnerProcess.ts HOME TOKEN MS-AHEAD CACHE`, as `defer exec TOKEN` does.
import { instant } from '../../../src/core/time.ts';
import { cacheCompiled } from '../../support/compiled.ts';

const [home = '', token = '', ahead = '0', cache = ''] = process.argv.slice(2);
cacheCompiled(cache);
const { exec } = await import('../../../src/runner/exec.ts');
process.exitCode = await exec(token, {
  home,
  clock: { now: () => instant(Date.now() + Number(ahead)) },
  env: process.env,
  say: text => process.stderr.write(`${text}\n`),
});
