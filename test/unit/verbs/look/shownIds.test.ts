import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { overviewText } from '../../../../src/cli/terminal/overview.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld } from '../../../support/world.ts';

/** The words that stand for entries in a list, as a shell would read them, and the titles beside them. */
const linesOf = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/^ {2}(?:"([^"]+)"|(\S+)) {2,}(\S.*?) {2}/gm)].map(([, quoted, plain = '', title = '']) => [
    quoted ?? plain,
    title,
  ]);

test('each id of a list names its own entry, also those of schedule files', async () => {
  const folder = await emptyFolder();
  const long = 'a-report-of-everything-that-the-nightly-build-wrote';
  const names = ['weekly-audit', 'My audit', `${long}-1`, `${long}-2`];
  mkdirSync(join(folder, '.sf', 'schedules'), { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, '.sf', 'schedules', `${name}.md`), '---\ncron: 0 9 * * 1\n---\nDo it\n');
  }
  const world = createWorld({ folder });
  await world.add('One', '2h');
  await world.add('Two', '2h');
  await world.project.log.append(
    [`review-${long}-1`, `review-${long}-2`].map(id =>
      JSON.stringify({ id, title: id, due_at: '2026-12-01T09:00:00Z' }),
    ),
  );
  const reply = await world.say('list');
  assert.ok(reply.ok);
  const lines = linesOf(reply.say);
  assert.equal(lines.length, 8, reply.say);
  for (const [id, title] of lines) {
    assert.equal((await world.value<{ id: string; title: string }>('show', id)).title, title, id);
  }
  // A name stays what it is, whatever other files come.
  const shown = lines.map(([id]) => id);
  assert.ok(
    names.every(name => shown.includes(`schedule:${name}`)),
    reply.say,
  );
  assert.match(reply.say, /^ {2}"schedule:My audit" {2,}My audit {2}/m);
  // One long name does not move the titles of all the others.
  assert.match(reply.say, /^ {2}\S{26} {16}One {2}/m);
});

test('where a schedule file defines the only entry, its name is shown all the same', async () => {
  const folder = await emptyFolder();
  mkdirSync(join(folder, '.sf', 'schedules'), { recursive: true });
  writeFileSync(join(folder, '.sf', 'schedules', 'audit.md'), '---\ncron: 0 9 * * 1\n---\nDo it\n');
  const world = createWorld({ folder });
  const reply = await world.say('list');
  assert.match(reply.ok ? reply.say : '', /^ {2}schedule:audit {2}audit {2}/m);
});

test('lines with a long id fit the terminal, too, as far as the id lets them', async () => {
  const folder = await emptyFolder();
  mkdirSync(join(folder, '.sf', 'schedules'), { recursive: true });
  const name = 'a-report-of-everything-that-the-nightly-build-wrote';
  writeFileSync(join(folder, '.sf', 'schedules', `${name}.md`), '---\ncron: 0 9 * * 1\n---\nDo it\n');
  const world = createWorld({ folder });
  await world.add('One of those with a title', '2h');
  const style = { width: 90, paint: (_ink: unknown, text: string) => text };
  Object.assign(world.host, { style });
  const reply = await world.say('list');
  assert.ok(reply.ok);
  assert.ok(reply.say.includes(`  schedule:${name}  `), reply.say);
  assert.deepEqual(
    reply.say.split('\n').filter(line => line.length > style.width),
    [],
  );
});

test('what is due is named apart from closed entries in the overview as well', async () => {
  const world = createWorld();
  const closed = await world.add('Closed', '1h');
  await world.say('done', closed);
  const due = await world.add('Due', '1h');
  world.clock.push(2 * 3_600_000);
  const [[id = '']] = linesOf(await overviewText(world.host)) as [[string, string]];
  assert.ok(due.startsWith(id) && !closed.startsWith(id), id);
});
