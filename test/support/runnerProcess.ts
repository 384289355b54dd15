// What a terminal runs, with the arguments HOME, TOKEN and MS-AHEAD, as `defer exec TOKEN` does.
import { instant, MINUTE } from '../../src/core/basics/time.ts';
import { exec } from '../../src/runner/exec/exec.ts';

// A minute that a budget has lasts as long as MS_OF_MINUTE says, in place of 60,000 ms.
const msOfMinute = process.env['MS_OF_MINUTE'];
if (msOfMinute !== undefined) {
  const wait = globalThis.setTimeout;
  const shortened = (react: () => void, ms = 0): NodeJS.Timeout =>
    wait(react, ms >= MINUTE ? (ms / MINUTE) * Number(msOfMinute) : ms);
  Reflect.set(globalThis, 'setTimeout', Object.assign(shortened, wait));
}

const [home = '', token = '', ahead = '0'] = process.argv.slice(2);
void exec(token, {
  home,
  clock: { now: () => instant(Date.now() + Number(ahead)) },
  env: process.env,
  say: text => process.stderr.write(`${text}\n`),
}).then(code => {
  process.exitCode = code;
});
