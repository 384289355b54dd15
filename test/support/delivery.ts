import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchPlan } from '../../src/core/agent/launch.ts';
import { USUAL_LIMITS } from '../../src/core/entry/runLimits.ts';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { testHome } from './home.ts';
import { makePlace, type Place } from './runnerPlace.ts';

/** The tools whose profiles carry a prompt. */
export const TOOLS = ['claude', 'codex', 'copilot', 'gemini', 'opencode'] as const;

/** A prompt, and whether somebody watches. */
export interface Delivery {
  readonly prompt: string;
  readonly unattended: boolean;
}

/** Programs that hostile prompts name; whichever is started leaves a file behind. */
const CANARIES = ['touch', 'sh', 'rm', 'cat', 'node', 'open', 'xdg-open', 'code'];

/** Entries of one folder: every runner reads the schedule whole. */
const A_FOLDER = 25;

/** An agent that records its arguments, each with a NUL after it, and its input, byte for byte. Look-ups it refuses. */
const RECORDER = `#!/bin/sh
case "$1" in session) exit 1;; esac
printf '%s\\0' "$@" > "$0.calls/$DEFER_RUN_ID.args"
/bin/cat > "$0.calls/$DEFER_RUN_ID.input"
`;

interface Claimed extends Delivery {
  readonly place: Place;
  /** How far the clock was ahead when it was claimed, in ms. */
  readonly ahead: number;
  readonly token: string;
  readonly plan: LaunchPlan;
}

/**
 * Starts every prompt with one tool, through the real claim and the real runner, and holds what reached the tool
 * against what was sent, byte by byte. Throws where anything else was started, or any file was made.
 */
export async function deliver(tool: (typeof TOOLS)[number], deliveries: readonly Delivery[]): Promise<void> {
  const places: Place[] = [];
  const claimed: Claimed[] = [];
  try {
    for (const [index, delivery] of deliveries.entries()) {
      if (index % A_FOLDER === 0) {
        places.push(placeWith(tool));
      }
      claimed.push(await claim(places.at(-1) as Place, tool, delivery));
    }
    await runAll(claimed);
    claimed.forEach(one => compare(tool, one));
    for (const place of places) {
      const own = claimed.filter(one => one.place === place);
      assert.equal(readdirSync(join(place.bin, `${tool}.calls`)).length, 2 * own.length, 'one start each');
      assert.deepEqual(readdirSync(place.folder), ['.sf']);
      assert.deepEqual(
        CANARIES.filter(name => existsSync(join(place.root, `ran-${name}`))),
        [],
      );
    }
  } finally {
    places.forEach(place => place.remove());
  }
}

function placeWith(tool: string): Place {
  const place = makePlace();
  mkdirSync(join(place.bin, `${tool}.calls`));
  writeFileSync(join(place.bin, tool), RECORDER, { mode: 0o755 });
  for (const name of CANARIES) {
    writeFileSync(join(place.bin, name), `#!/bin/sh\n: > "${place.root}/ran-${name}"\n`, { mode: 0o755 });
  }
  return place;
}

async function claim(place: Place, agent: string, { prompt, unattended }: Delivery): Promise<Claimed> {
  const set = { payload: { message: 'Go on', prompt, agent, mode: 'fresh' } };
  // What nobody watches was allowed before it fell due.
  const id = unattended ? await place.addAllowed(set) : await place.add(set);
  const begun: { token: string; plan: LaunchPlan }[] = [];
  const launcher = place.launcher({
    limits: () => ({ ...USUAL_LIMITS, dailyRuns: Number.MAX_SAFE_INTEGER }),
    begin: async (token, plan) => {
      begun.push({ token, plan });
      return { state: 'started' };
    },
  });
  const plan = await launcher.plan(place.ledger, await place.entry(id), { again: false, unattended });
  assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
  const started = await launcher.start(place.ledger, plan);
  assert.ok(!isRefusal(started), isRefusal(started) ? started.why : '');
  const [only] = begun;
  assert.ok(only);
  return { place, ahead: place.clock.ahead, ...only, prompt, unattended };
}

async function runAll(claimed: readonly Claimed[]): Promise<void> {
  const main = fileURLToPath(new URL('batchRunner.ts', import.meta.url));
  const words = claimed.flatMap(({ place, token, ahead }) => [place.home, token, String(ahead)]);
  // Their own folder of programs comes first for none of them: plans hold whole paths, and canaries are for shells.
  const env = { PATH: [...new Set(claimed.map(({ place }) => place.bin))].join(':'), HOME: testHome };
  const node = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', main, ...words];
  const child = spawn(process.execPath, node, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  assert.equal(await new Promise(resolve => child.once('close', resolve)), 0, err);
}

function compare(tool: string, { place, token, plan, prompt, unattended }: Claimed): void {
  const call = join(place.bin, `${tool}.calls`, token);
  const [args, input] = [readFileSync(`${call}.args`), readFileSync(`${call}.input`)];
  // A shell's printf writes one NUL where there is no argument at all.
  assert.ok(args.equals(Buffer.from(plan.args.map(argument => `${argument}\0`).join('') || '\0')), prompt);
  assert.ok(input.equals(Buffer.from(plan.stdin ?? '')), prompt);
  const carrier = unattended ? input : args;
  assert.ok(carrier.includes(Buffer.from(plan.prompt)), prompt);
  assert.ok(plan.prompt.includes(`Task:\n${prompt}\n`), prompt);
}
