import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { patchText } from '../../../../src/verbs/results/patchText.ts';
import type { ResultDesk, RunResult } from '../../../../src/verbs/resultDesk.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { gitEnv } from '../../../support/git.ts';
import { holds } from '../../../support/property.ts';

type Sides = Awaited<ReturnType<ResultDesk['sides']>>;
type Changes = Readonly<Record<string, Sides>>;

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The patch of a result with these files. */
const patchOf = (changes: Changes): Promise<string> => {
  const files = Object.keys(changes).map(path => ({ path }));
  const sides: ResultDesk['sides'] = async (_, path) => changes[path] ?? { before: null, after: null };
  return patchText({ sides }, { token: 't', files } as unknown as RunResult);
};

test('the patch has the changed lines and their context', async () => {
  const before = bytes('one\ntwo\nthree\nfour\nfive\nsix\n');
  const patch = await patchOf({
    'a.txt': { before, after: bytes('one\ntwo\nthree\nfour\nFIVE\nsix') },
    'src/new.ts': { before: null, after: bytes('new\n') },
    'old.ts': { before: bytes('old\n'), after: null },
  });
  assert.equal(
    patch,
    [
      ...['--- a/a.txt', '+++ b/a.txt', '@@ -2,5 +2,5 @@', ' two', ' three', ' four', '-five', '-six', '+FIVE', '+six'],
      String.raw`\ No newline at end of file`,
      ...['--- /dev/null', '+++ b/src/new.ts', '@@ -0,0 +1,1 @@', '+new'],
      ...['--- a/old.ts', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-old', ''],
    ].join('\n'),
  );
});

test('binary files and files that are too large are only named', async () => {
  const large = bytes('x\n'.repeat(1_100_000));
  const patch = await patchOf({
    'image.png': { before: null, after: new Uint8Array([0x89, 0x50, 0]) },
    'latin1.txt': { before: bytes('a'), after: new Uint8Array([0xe9]) },
    'large.txt': { before: bytes(''), after: large },
  });
  assert.deepEqual(patch.split('\n'), [
    'Binary files /dev/null and b/image.png differ',
    'Binary files a/latin1.txt and b/latin1.txt differ',
    'Files a/large.txt and b/large.txt differ. They are too large to be compared here.',
    '',
  ]);
});

test('a file name never starts a line of the patch', async () => {
  const forged = 'x\n--- /dev/null\n+++ b/.git/hooks/post-merge\n@@ -0,0 +1 @@\n+evil\n';
  const none = { before: null, after: new Uint8Array([0]) };
  const large = { before: null, after: bytes('x\n'.repeat(1_100_000)) };
  for (const sides of [none, large, { before: null, after: bytes('new\n') }]) {
    const patch = await patchOf({ [forged]: sides });
    assert.match(patch, /"b\/x\\n--- \/dev\/null\\n/);
    assert.doesNotMatch(patch, /^\+\+\+ b\//m);
  }
});

test('git apply turns the old files into the new ones', async t => {
  const place = await emptyFolder();
  const line = fc.constantFrom(
    'a',
    'b',
    '',
    ' ',
    '\ta',
    'é',
    '-x',
    '+y',
    '@@ -1 +1 @@',
    '\\ No newline',
    '--- a/z',
    'c\r',
  );
  const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, ends]) => {
    const joined = lines.join('\n');
    return ends && joined !== '' ? `${joined}\n` : joined;
  });
  // A file of nothing has no lines that a patch could name.
  const side = fc.option(
    text.filter(each => each !== ''),
    { nil: null },
  );
  const change = fc.tuple(side, side).filter(([before, after]) => before !== after);
  const path = fc.constantFrom('a.txt', 'src/b.ts', 'with space.md', 'd/e/f');
  await holds(
    t,
    fc.asyncProperty(fc.dictionary(path, change, { minKeys: 1 }), async changes => {
      const folder = join(place, 'folder');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      for (const [name, [before]] of Object.entries(changes)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        if (before !== null) writeFileSync(join(folder, name), before);
      }
      const sides = Object.entries(changes).map(([name, [before, after]]) => {
        const toBytes = (each: string | null): Uint8Array | null => (each === null ? null : bytes(each));
        return [name, { before: toBytes(before), after: toBytes(after) }] as const;
      });
      const input = await patchOf(Object.fromEntries(sides));
      execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: folder, env: gitEnv(place), input, stdio: 'pipe' });
      for (const [name, [, after]] of Object.entries(changes)) {
        const now = existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null;
        assert.equal(now, after, `${name}\n${input}`);
      }
    }),
    60,
  );
});
