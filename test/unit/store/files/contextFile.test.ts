import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { ContextAsk } from '../../../../src/core/files/contextText.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { chooseContext, rereadContext } from '../../../../src/store/files/contextFile.ts';
import { realInside } from '../../../../src/store/disk/realInside.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { setHome, withLinks } from '../../../support/systems.ts';

const real = { home: process.env['HOME'], named: process.env['DEFER_CONTEXT_FILE'] };
let home = '';
let folder = '';
beforeEach(async () => {
  home = realpathSync(await emptyFolder());
  folder = join(home, 'project');
  mkdirSync(folder);
  setHome(home);
  delete process.env['DEFER_CONTEXT_FILE'];
});
afterEach(() => {
  setHome(real.home);
  if (real.named !== undefined) {
    process.env['DEFER_CONTEXT_FILE'] = real.named;
  }
});

/** A CONTEXT.md that says where it is; the later, the greater `age`. */
function place(path: string, age = 0): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `## State\n${path}\n`);
  utimesSync(path, 1_700_000_000 + age, 1_700_000_000 + age);
  return path;
}

const project = (name: string): string => join(home, 'data/research/projects', name, 'CONTEXT.md');

async function chosen(ask: ContextAsk, options: { person?: boolean; isHome?: boolean } = {}): Promise<string> {
  const { person = true, isHome = false } = options;
  const read = await chooseContext(ask, { folder, isHome }, { person });
  return isRefusal(read) ? read.why : (read.snapshot.keyPoints[0] ?? '');
}

test('the file that is named, the project, the variable, the latest project, one’s own, the folder’s: in this order', async () => {
  const own = place(join(folder, 'CONTEXT.md'));
  const docs = place(join(folder, 'docs/CONTEXT.md'));
  const general = place(join(home, 'data/research/CONTEXT.md'));
  const [older, latest] = [place(project('older'), 10), place(project('latest'), 20)];
  place(project('.hidden'), 30);
  const named = (process.env['DEFER_CONTEXT_FILE'] = place(join(home, 'named.md')));
  assert.equal(await chosen({ file: 'docs/CONTEXT.md', project: 'older' }), docs);
  assert.equal(await chosen({ file: '~/project/docs/CONTEXT.md' }), docs);
  assert.equal(await chosen({ project: 'older' }), older);
  assert.equal(await chosen({}), named);
  process.env['DEFER_CONTEXT_FILE'] = '~/named.md';
  assert.equal(await chosen({}), named);
  delete process.env['DEFER_CONTEXT_FILE'];
  assert.equal(await chosen({}), latest);
  rmSync(join(home, 'data/research/projects'), { recursive: true });
  assert.equal(await chosen({}), general);
  rmSync(join(home, 'data'), { recursive: true });
  assert.equal(await chosen({}), own);
});

test('what is not there is refused in the words of agent-defer, and never looked for elsewhere', async () => {
  place(join(folder, 'CONTEXT.md'));
  assert.match(await chosen({ file: 'docs/CONTEXT.md' }), /^Context file not found: docs\/CONTEXT\.md\. Give a path/);
  assert.match(await chosen({ project: 'none' }), /^Context file not found: .*projects[\\/]none[\\/]CONTEXT\.md\./);
  assert.match(await chosen({ project: '../none' }), /^A project is named by its folder/);
  process.env['DEFER_CONTEXT_FILE'] = join(home, 'none.md');
  assert.match(await chosen({}), /^DEFER_CONTEXT_FILE does not exist: .*none\.md\./);
  delete process.env['DEFER_CONTEXT_FILE'];
  rmSync(join(folder, 'CONTEXT.md'));
  const none = /^No CONTEXT\.md found via project lookup, DEFER_CONTEXT_FILE, or workspace root\./;
  assert.match(await chosen({}), none);
});

test('a person may name files anywhere, except through a link in a repository', withLinks, async () => {
  const elsewhere = place(join(home, 'elsewhere.md'));
  symlinkSync(elsewhere, join(home, 'link.md'));
  symlinkSync(elsewhere, join(folder, 'CONTEXT.md'));
  symlinkSync(home, join(folder, 'up'));
  assert.equal(await chosen({ file: elsewhere }), elsewhere);
  assert.equal(await chosen({ file: '../elsewhere.md' }), elsewhere);
  assert.equal(await chosen({ file: '~/link.md' }), elsewhere);
  for (const ask of [{}, { file: 'CONTEXT.md' }, { file: 'up/elsewhere.md' }]) {
    assert.match(await chosen(ask), /lies outside the workspace folder/, JSON.stringify(ask));
    assert.ok(isRefusal(await rereadContext(ask, { folder, isHome: false })));
  }
});

test('an agent gets those of the folder alone', async () => {
  const elsewhere = (process.env['DEFER_CONTEXT_FILE'] = place(join(home, 'elsewhere.md')));
  place(project('latest'));
  const own = place(join(folder, 'CONTEXT.md'));
  const person = false;
  assert.equal(await chosen({}, { person }), own);
  assert.equal(await chosen({ file: 'CONTEXT.md' }, { person }), own);
  for (const file of [elsewhere, '../elsewhere.md', '~/elsewhere.md']) {
    assert.match(await chosen({ file }, { person }), /outside the workspace folder/);
  }
  assert.match(await chosen({ project: 'latest' }, { person }), /outside the workspace folder/);
  for (const ask of [{}, { file: 'CONTEXT.md' }]) {
    assert.match(await chosen(ask, { person, isHome: true }), /outside/, 'the home is no workspace');
  }
});

test('an agent that asks what a run would read gets none that the person’s own look-up finds elsewhere', async () => {
  place(join(folder, 'CONTEXT.md'));
  place(project('latest'));
  const again = async (ask: ContextAsk): Promise<string> => {
    const read = await rereadContext(ask, { folder, isHome: false }, { person: false });
    return isRefusal(read) ? read.why : read.from;
  };
  for (const ask of [{}, { project: 'latest' }]) {
    assert.match(await again(ask), /outside the workspace folder/);
  }
  process.env['DEFER_CONTEXT_FILE'] = place(join(home, 'elsewhere.md'));
  assert.match(await again({}), /outside the workspace folder/);
  assert.equal(await again({ file: 'CONTEXT.md' }), 'CONTEXT.md');
});

test('what is no file of text is refused, and a pipe holds nobody up', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'long'), 'x'.repeat(256 * 1024 + 1));
  writeFileSync(join(folder, 'bytes'), Buffer.from([0xff, 0xfe, 0]));
  for (const file of ['pipe', 'folder', 'long', 'bytes']) {
    assert.match(await chosen({ file }), /^CONTEXT\.md cannot be used\. .*not read/, file);
  }
  assert.match(await chosen({ file: 'a\0b' }), /no file can have it/);
});

test('a path that leads out as written is not looked up', withLinks, async () => {
  assert.equal(await realInside(folder, '../nothing-there'), 'outside');
  assert.equal(await realInside(folder, '/nothing-there'), 'outside');
  assert.equal(await realInside(folder, 'nothing-there'), 'missing');
  assert.deepEqual(await realInside(folder, '.'), { path: folder });
  symlinkSync(folder, join(home, 'other-name'));
  assert.deepEqual(await realInside(join(home, 'other-name'), join(home, 'other-name')), { path: folder });
});
