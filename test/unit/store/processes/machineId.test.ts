import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isHere, knownMachine, ownMachine, whereabouts } from '../../../../src/store/processes/machineId.ts';
import { emptyFolder } from '../../../support/folder.ts';

const fileIn = (home: string): string => join(home, 'machines', readdirSync(join(home, 'machines'))[0] ?? '');

test('a machine is known by an id that is made once, and that nobody else can read', async () => {
  const home = join(await emptyFolder(), 'defer');
  assert.equal(knownMachine(home), undefined, 'a look makes none');
  const id = ownMachine(home);
  assert.match(id ?? '', /^[0-9a-f]{32}$/);
  assert.equal(ownMachine(home), id);
  assert.equal(readFileSync(fileIn(home), 'utf8').trim(), id);
  assert.deepEqual(readdirSync(join(home, 'machines')).length, 1);
  if (process.platform !== 'win32') {
    assert.equal(statSync(fileIn(home)).mode & 0o777, 0o600);
    assert.equal(statSync(join(home, 'machines')).mode & 0o777, 0o700);
  }
  assert.notEqual(ownMachine(join(await emptyFolder(), 'defer')), id);
});

test('what happened is of this machine by the id, and without one by the host name', async () => {
  const home = await emptyFolder();
  assert.ok(isHere({ host: hostname() }, home));
  assert.ok(!isHere({ host: 'elsewhere' }, home));
  assert.ok(!isHere({}, home));
  assert.ok(!isHere({ host: hostname(), machine: 'ab'.repeat(16) }, home), 'before there is an id');
  const here = whereabouts(home);
  assert.deepEqual(here, { host: hostname(), machine: ownMachine(home) });
  assert.ok(isHere({ ...here, host: 'as it was called in another network' }, home));
  assert.ok(!isHere({ host: hostname(), machine: 'ab'.repeat(16) }, home));
});

test('what is no id is replaced', async () => {
  const home = await emptyFolder();
  ownMachine(join(home, 'first'));
  const broken = join(home, 'second', 'machines', readdirSync(join(home, 'first', 'machines'))[0] ?? '');
  mkdirSync(join(broken, '..'), { recursive: true });
  writeFileSync(broken, '');
  const id = ownMachine(join(home, 'second'));
  assert.match(id ?? '', /^[0-9a-f]{32}$/);
  assert.equal(readFileSync(broken, 'utf8').trim(), id);
});

test('a home that takes nothing leaves the host name', async () => {
  const home = await emptyFolder();
  writeFileSync(join(home, 'machines'), '');
  assert.deepEqual(whereabouts(home), { host: hostname() });
  assert.ok(isHere(whereabouts(home), home));
});
