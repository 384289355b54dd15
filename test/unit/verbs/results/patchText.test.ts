import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { patchText } from '../../../../src/verbs/results/patchText.ts';
import type { FileModes, ResultDesk, RunResult } from '../../../../src/verbs/resultDesk.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { gitEnv } from '../../../support/git.ts';
import { holds } from '../../../support/property.ts';

type Sides = Awaited<ReturnType<ResultDesk['sides']>>;
type Changes = Readonly<Record<string, Sides>>;

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The patch of a result with these files. */
const patchOf = (changes: Changes, modes: Readonly<Record<string, FileModes>> = {}): Promise<string> => {
  const files = Object.keys(changes).map(path => ({ path }));
  const sides: ResultDesk['sides'] = async (_, path) => changes[path] ?? { before: null, after: null };
  return patchText({ sides, modes: async () => new Map(Object.entries(modes)) }, {
    token: 't',
    files,
  } as unknown as RunResult);
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

test('modes and links are said as git says them', async () => {
  const text = bytes('one\n');
  const patch = await patchOf(
    {
      'run.sh': { before: text, after: text },
      'both.sh': { before: text, after: bytes('two\n') },
      'new.sh': { before: null, after: text },
      link: { before: null, after: bytes('run.sh') },
      'was link': { before: bytes('run.sh'), after: text },
      empty: { before: null, after: bytes('') },
      old: { before: text, after: null },
    },
    {
      'run.sh': { before: '100644', after: '100755' },
      'both.sh': { before: '100755', after: '100644' },
      'new.sh': { after: '100755' },
      link: { after: '120000' },
      'was link': { before: '120000', after: '100644' },
      empty: { after: '100644' },
      old: { before: '100755' },
    },
  );
  const none = String.raw`\ No newline at end of file`;
  assert.deepEqual(patch.split('\n'), [
    ...['diff --git a/run.sh b/run.sh', 'old mode 100644', 'new mode 100755'],
    ...['diff --git a/both.sh b/both.sh', 'old mode 100755', 'new mode 100644'],
    ...['--- a/both.sh', '+++ b/both.sh', '@@ -1,1 +1,1 @@', '-one', '+two'],
    ...[
      'diff --git a/new.sh b/new.sh',
      'new file mode 100755',
      '--- /dev/null',
      '+++ b/new.sh',
      '@@ -0,0 +1,1 @@',
      '+one',
    ],
    ...[
      'diff --git a/link b/link',
      'new file mode 120000',
      '--- /dev/null',
      '+++ b/link',
      '@@ -0,0 +1,1 @@',
      '+run.sh',
      none,
    ],
    ...[
      'diff --git a/was link b/was link',
      'deleted file mode 120000',
      '--- a/was link',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-run.sh',
      none,
    ],
    ...[
      'diff --git a/was link b/was link',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/was link',
      '@@ -0,0 +1,1 @@',
      '+one',
    ],
    ...['diff --git a/empty b/empty', 'new file mode 100644'],
    ...[
      'diff --git a/old b/old',
      'deleted file mode 100755',
      '--- a/old',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-one',
      '',
    ],
  ]);
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
