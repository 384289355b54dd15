import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import '../../../support/home.ts';
import { makePlace } from '../../../support/runnerPlace.ts';

standInForVscode();
const { createTerminalRunner } = await import('../../../../src/vscode/run/terminalLauncher.ts');

/** The environment of an app started from the Dock. */
const BARE = '/usr/bin:/bin:/usr/sbin:/sbin';
const kept = { ...process.env };

const place = makePlace();
const shell = join(place.bin, 'zsh');
let restore = (): void => undefined;

// A process asks for its PATH once, so this file has one of its own.
before(() => {
  mkdirSync(join(place.home, '.sf'), { recursive: true });
  place.fakeAgent('claude');
  // Stands in for a shell with start-up files that set the PATH. The last argument is the command.
  writeFileSync(
    shell,
    `#!/bin/sh\necho >> "$0.asked"\nfor word; do ASKED=$word; done\nPATH='${place.bin}':"$PATH"\neval "exec $ASKED"\n`,
  );
  chmodSync(shell, 0o755);
  restore = setEnvironment({ PATH: BARE, SHELL: shell, SHLVL: undefined, VSCODE_CLI: undefined });
});
after(() => {
  restore();
  place.remove();
  assert.deepEqual({ ...process.env }, kept);
});

const skip = process.platform === 'win32' && 'no login shells there';

test('a desktop app finds and starts an agent that is only on the login shell’s PATH', { skip }, async () => {
  const model = { clock: place.clock, schedules: [{ ledger: place.ledger }] };
  const parts = { notices: { expect: () => undefined }, terminals: { closeEarlier: () => undefined } };
  const editor = openFakeEditor({ folder: '/work', manifest: {}, env: { appHost: 'desktop', remoteName: undefined } });
  const { launcher } = createTerminalRunner(model as never, parts as never, 'cli.js');
  const agents = await Promise.all([launcher.agents(), launcher.agents()]);
  assert.deepEqual(
    agents.map(all => all.find(({ name }) => name === 'claude')?.path),
    [join(place.bin, 'claude'), join(place.bin, 'claude')],
  );
  const id = await place.add({ due_at: new Date(place.clock.now() - MINUTE).toISOString() });
  const plan = await launcher.plan(place.ledger, await place.entry(id), { again: false, unattended: false });
  const started = isRefusal(plan) ? plan : await launcher.start(place.ledger, plan);
  assert.ok(!isRefusal(started), JSON.stringify(started));
  const { options } = editor.tasks[0]?.['execution'] as { readonly options: { readonly env: NodeJS.ProcessEnv } };
  assert.deepEqual(
    options.env,
    { ELECTRON_RUN_AS_NODE: '1', PATH: `${place.bin}:${BARE}` },
    'its `env node` finds it too',
  );
  assert.equal(process.env['PATH'], BARE, 'other extensions keep theirs');
  assert.equal(readFileSync(`${shell}.asked`, 'utf8'), '\n', 'asked once');
});
