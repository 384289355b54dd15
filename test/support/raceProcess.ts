// One of several processes that run the same entries, all the way to the agent: `raceProcess HOME FOLDER`.
// A line {"id","ahead","remote"} makes it plan a run with its clock so many ms ahead; it answers `planned` or why not.
// A line `go` makes it start that run; it answers {"refused": why or null}.
import { createInterface } from 'node:readline';
import { toEntry } from '../../src/core/entry/entry.ts';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import { isRefusal, type Refusal } from '../../src/core/basics/refusal.ts';
import { instant } from '../../src/core/basics/time.ts';
import { exec } from '../../src/runner/exec/exec.ts';
import { createLauncher } from '../../src/runner/start/launcher.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';

const [home = '', folder = ''] = process.argv.slice(2);
let ahead = 0;
const clock = { now: () => instant(Date.now() + ahead) };
const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), `abc${process.pid}`, endLinked);
const launcher = createLauncher({
  home,
  clock,
  zone: 'UTC',
  env: process.env,
  folders: () => [folder],
  begin: async token => ({
    state: 'ended',
    exitCode: await exec(token, { home, clock, env: process.env, output: 2, say: () => undefined }),
  }),
});

let plan: LaunchPlan | Refusal | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go') {
    const started = plan === undefined || isRefusal(plan) ? plan : await launcher.start(ledger, plan);
    console.log(JSON.stringify({ refused: isRefusal(started) ? started.why : null }));
    continue;
  }
  const asked = JSON.parse(line) as { readonly id: string; readonly ahead: number; readonly remote?: string };
  ahead = asked.ahead;
  const state = (await ledger.look()).get(asked.id);
  plan = state && (await launcher.plan(ledger, toEntry(state), { again: false, claimRemote: asked.remote }));
  console.log(isRefusal(plan) ? plan.why : 'planned');
}
