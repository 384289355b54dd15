// One of several windows: `node claimProcess.ts HOME FOLDER GO ID…` plans every run, waits for the file GO, then tries
// to start each, and prints {id: refusal or null}.
import { existsSync } from 'node:fs';
import { toEntry } from '../../../src/core/entry.ts';
import { isRefusal } from '../../../src/core/refusal.ts';
import { instant } from '../../../src/core/time.ts';
import { createLauncher } from '../../../src/runner/launcher.ts';
import { FileLog } from '../../../src/store/fileLog.ts';
import { Ledger } from '../../../src/store/ledger.ts';

const [home = '', folder = '', go = '', ...ids] = process.argv.slice(2);
const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), `abc${process.pid}`);
const launcher = createLauncher({
  home,
  clock: { now: () => instant(Date.now()) },
  zone: 'UTC',
  env: process.env,
  folders: () => [folder],
  begin: async () => ({ state: 'started' }),
});
const schedule = await ledger.look();
const plans = await Promise.all(
  ids.map(async id => {
    const state = schedule.get(id);
    const plan = state && (await launcher.plan(ledger, toEntry(state), { again: false }));
    if (!plan || isRefusal(plan)) {
      throw new Error(plan?.why ?? 'no entry');
    }
    return plan;
  }),
);
console.log('ready');
while (!existsSync(go)) {
  await new Promise(resolve => setTimeout(resolve, 1));
}
const answers = new Map<string, string | null>();
for (const plan of plans) {
  const started = await launcher.start(ledger, plan);
  answers.set(plan.entryId, isRefusal(started) ? started.why : null);
}
console.log(JSON.stringify(Object.fromEntries(answers)));
