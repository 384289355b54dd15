import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld } from '../../../support/world.ts';
import { setHome } from '../../../support/systems.ts';

const home = process.env['HOME'];
let folder = '';
beforeEach(async () => {
  setHome(await emptyFolder());
  folder = await emptyFolder();
});
afterEach(() => {
  setHome(home);
});

const payloadOf = (row: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> =>
  row?.['payload'] as Record<string, unknown>;

test('--reorient takes CONTEXT.md in, and the row says what came from it', async () => {
  writeFileSync(
    join(folder, 'CONTEXT.md'),
    '## Overview\nA courier.\n## State\n- one\n- two\n## Key references\n- a.md',
  );
  const world = createWorld({ folder });
  const id = await world.add('Resume', '1h', '--reorient', '--key-point', 'three');
  assert.deepEqual(payloadOf(world.rows()[0]), {
    message: 'Resume',
    summary: 'A courier.',
    key_points: ['one', 'two', 'three'],
    artifacts: ['a.md'],
    reorient: true,
    reoriented: { from: 'CONTEXT.md', summary: true, key_points: 2, artifacts: 1, constraints: 0 },
  });
  const entry = await world.value('show', id);
  assert.deepEqual([entry['kind'], entry['context'], entry['drift']], ['prompt', {}, null]);
  const reply = await world.say('show', id);
  assert.ok(reply.ok);
  assert.match(reply.say, /^Context: +CONTEXT\.md$/m);
  writeFileSync(join(folder, 'CONTEXT.md'), '');
  assert.equal((await world.value('show', id))['drift'], 'Since it was scheduled: CONTEXT.md changed.');
});

test('--context-file and --project reorient too, and say so in the row', async () => {
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/NOTES.md'), '');
  const projects = join(process.env['HOME'] ?? '', 'data/research/projects/review');
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, 'CONTEXT.md'), '## State\nhere');
  const world = createWorld({ folder });
  await world.add('One', '1h', '--context-file', 'docs/NOTES.md', '--summary', 'Mine.');
  await world.add('Two', '1h', '--project', 'review');
  const [one, two] = world.rows().map(payloadOf);
  assert.deepEqual(
    [one?.['context'], one?.['summary'], one?.['key_points'], one?.['reoriented']],
    [
      { file: 'docs/NOTES.md' },
      'Mine.',
      ['Context re-read from NOTES.md'],
      { from: 'docs/NOTES.md', summary: false, key_points: 1, artifacts: 0, constraints: 0 },
    ],
  );
  assert.deepEqual([two?.['context'], two?.['key_points']], [{ project: 'review' }, ['here']]);
  const { from } = two?.['reoriented'] as { from: string };
  assert.equal(from, '~/data/research/projects/review/CONTEXT.md', 'no name of a person’s home');
});

test('a CONTEXT.md or folder that is not there is refused, and nothing is written', async () => {
  const world = createWorld({ folder });
  assert.match(await world.refusal('add', 'x', '--when', '1h', '--reorient'), /^No CONTEXT\.md found/);
  assert.match(
    await world.refusal('add', 'x', '--when', '1h', '--context-file', 'no.md'),
    /^Context file not found: no\.md\. Give a path/,
  );
  symlinkSync('/', join(folder, 'root'));
  writeFileSync(join(folder, 'file'), '');
  for (const cwd of ['none', '..', '/', 'root', 'root/etc', 'file', 'a\0b']) {
    assert.match(await world.refusal('add', 'x', '--when', '1h', '--cwd', cwd), /^--cwd names no folder/, cwd);
  }
  assert.deepEqual(world.rows(), []);
  mkdirSync(join(folder, 'packages/one'), { recursive: true });
  const id = await world.add('x', '1h', '--cwd', 'packages/one');
  assert.equal((await world.value('show', id))['cwd'], 'packages/one');
});

test('an agent that adds an entry reads nothing outside of the folder', async () => {
  const outside = join(process.env['HOME'] ?? '', 'secret.md');
  writeFileSync(outside, '## State\nTOP SECRET');
  const world = createWorld({ folder });
  const { add } = await import('../../../../src/verbs/acts/add.ts');
  const input = { message: 'x', when: '1h', context_file: outside };
  for (const more of [{ underAgent: true }, { author: 'agent:claude' }]) {
    const reply = await add.run({ ...world.host, ...more }, input);
    assert.ok(!reply.ok && /outside/.test(reply.why));
  }
  assert.deepEqual(world.rows(), []);
  assert.ok((await add.run(world.host, input)).ok, 'a person may');
});
