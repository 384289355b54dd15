import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import type { LaunchPlan } from '../../../../src/core/agent/launch.ts';
import { isRefusal, type Refusal } from '../../../../src/core/basics/refusal.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import type { LauncherOptions } from '../../../../src/runner/start/launcher.ts';
import { placeFakeAgent } from '../../../support/fakeAgent.ts';
import { makePlace, newId, type Place } from '../../../support/runnerPlace.ts';
import { setHome } from '../../../support/systems.ts';

let place: Place;
let person: string;
let ledger: Ledger;
const before = process.env['HOME'];
beforeEach(() => {
  place = makePlace();
  person = join(place.root, 'person');
  mkdirSync(join(person, 'code', 'open'), { recursive: true });
  setHome(person);
  ledger = new Ledger({ scope: 'global', folder: person }, new FileLog(person), 'abc123', endLinked);
});
afterEach(() => {
  setHome(before);
  place.remove();
});

const add = async (payload: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const id = newId();
  const now = place.clock.now();
  const message = { message: 'Go on', prompt: 'Go on.', agent: 'claude', mode: 'fresh', ...payload };
  const set = { kind: 'prompt', status: 'pending', due_at: new Date(now).toISOString(), payload: message };
  await ledger.act(id, now, () => ({ set }));
  return id;
};

const plan = async (id: string, options: Partial<LauncherOptions>): Promise<LaunchPlan | Refusal> => {
  const state = (await ledger.look()).get(id);
  assert.ok(state);
  return place.launcher(options).plan(ledger, toEntry(state), { again: false });
};

/** Programs of the person's own, and a folder of theirs that is open. */
const options = (path: string): Partial<LauncherOptions> => ({
  env: { PATH: path },
  folders: () => [join(person, 'code', 'open')],
});

test('a global entry runs in the home folder, by a program that is installed there', async () => {
  const bin = join(person, '.local', 'bin');
  const agent = placeFakeAgent(bin, 'claude');
  const id = await add();
  let token = '';
  const begin: LauncherOptions['begin'] = async given => {
    token = given;
    return { state: 'started' };
  };
  const planned = await plan(id, options(bin));
  assert.ok(!isRefusal(planned), JSON.stringify(planned));
  assert.deepEqual([planned.cwd, planned.executable], [person, agent.path]);
  const started = await place.launcher({ ...options(bin), begin }).start(ledger, planned);
  assert.deepEqual(started, { state: 'started' });
  const { code, err } = await place.run(token, { HOME: person, PATH: bin });
  assert.equal(code, 0, err);
  assert.equal(agent.calls()[0]?.folder, person);
  assert.equal((await ledger.look()).get(id)?.isOpen, false);
});

test('what an open folder in the home brings along is not started', async () => {
  const bin = join(person, 'code', 'open', 'bin');
  placeFakeAgent(bin, 'claude');
  const planned = await plan(await add(), options(bin));
  assert.ok(isRefusal(planned));
  assert.match(planned.why, /lies in, or leads through, the folder/);
});

test('nor what the folder brings along that the entry names as its own', async () => {
  const bin = join(person, 'code', 'other', 'bin');
  placeFakeAgent(bin, 'claude');
  const elsewhere = await plan(await add(), options(bin));
  assert.ok(!isRefusal(elsewhere));
  const planned = await plan(await add({ cwd: 'code/other' }), options(bin));
  assert.ok(isRefusal(planned));
  assert.match(planned.why, /lies in, or leads through, the folder/);
});

test('a global entry works nowhere outside the home', async () => {
  const bin = join(person, '.local', 'bin');
  placeFakeAgent(bin, 'claude');
  const planned = await plan(await add({ cwd: '../work' }), options(bin));
  assert.ok(isRefusal(planned));
  assert.match(planned.why, /outside the folder of its schedule/);
});
