import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createAlive } from '../../../../src/runner/home/alive.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { scheduleOf } from '../../../support/folder.ts';
import '../../../support/home.ts';
import { makePlace, until, type Place } from '../../../support/runnerPlace.ts';

standInForVscode();
const vscode = await import('vscode');
const { RunTerminals } = await import('../../../../src/vscode/run/runTerminals.ts');

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  mock.timers.reset();
  place.remove();
});

test('a terminal is closed once its run is over, and not because a row says so', async () => {
  openFakeEditor({ folder: place.folder, manifest: {} });
  const go = join(place.root, 'go');
  place.fakeAgent('claude', { waitsFor: go });
  const id = await place.addAllowed();
  const token = await place.claim(id, { unattended: true });
  const runner = place.runner(token);
  await until('the run began', async () => (await place.runs(id)).some(run => run.started_at !== null));
  const changed = new vscode.EventEmitter<undefined>();
  let closed = 0;
  const terminal = { creationOptions: { shellArgs: ['cli.js', 'exec', token] }, dispose: () => (closed += 1) };
  (vscode.window.terminals as unknown[]).push(terminal);
  const alive = createAlive(place.home, place.clock);
  const terminals = new RunTerminals({
    alive,
    schedules: [place],
    onDidChange: changed.event,
  } as never);
  mock.timers.enable({ apis: ['setTimeout'] });
  const look = (): void => {
    changed.fire(undefined);
    mock.timers.tick(5000);
  };

  const [{ occ, gen } = { occ: '', gen: 0 }] = await place.runs(id);
  const run = { occ, gen, token, event: 'ended', at: '2020-01-01T00:00:00Z', exit_code: 0 };
  const defer = { st: [1, 0, 'abcdef'], ch: [], h: '0'.repeat(16) };
  appendFileSync(scheduleOf(place.folder), `${JSON.stringify({ schemaVersion: 1, id, run, defer })}\n`);
  assert.equal((await place.runs(id))[0]?.outcome, 'ok', 'the file says that it is over');
  look();
  const state = place.ledger.schedule.get(id);
  terminals.closeEarlier({ kind: 'entry', state, schedule: place } as never);
  assert.equal(closed, 0);

  mock.timers.reset();
  writeFileSync(go, '');
  await runner.end;
  await place.runs(id);
  mock.timers.enable({ apis: ['setTimeout'] });
  look();
  assert.equal(closed, 1);
  terminals.dispose();
});
