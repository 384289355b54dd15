import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, sourceFiles, type SourceFile } from '../support/sourceFiles.ts';

/** The most files of one folder. `verbs/acts` holds one file for each verb. */
const MOST_FILES = 17;

const files = sourceFiles('src');

/** The imports among these files that lead back to where they started, as paths; each circle once. */
function circlesIn(all: readonly SourceFile[]): readonly string[] {
  const known = new Map(all.map(({ file, text }) => [file, text]));
  const state = new Map<string, 'open' | 'closed'>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    }
    if (state.has(file)) {
      return;
    }
    state.set(file, 'open');
    for (const name of importsOf(known.get(file) ?? '')) {
      const target = posix.join(posix.dirname(file), name);
      if (name.startsWith('.') && known.has(target)) {
        walk(target, [...path, file]);
      }
    }
    state.set(file, 'closed');
  };
  for (const { file } of all) {
    walk(file, []);
  }
  return circles;
}

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

test('no file leads back to itself, by types or by what it loads', () => {
  assert.deepEqual(circlesIn(files), []);
});

test('a circle is found that is put in', () => {
  const circle = [
    { file: 'core/a.ts', text: `import type { B } from './b.ts';` },
    { file: 'core/b.ts', text: `export { c } from '../store/c.ts';` },
    { file: 'store/c.ts', text: `const a = await import('../core/a.ts');` },
    { file: 'store/d.ts', text: `import { c } from './c.ts';` },
  ];
  assert.deepEqual(circlesIn(circle), ['core/a.ts → core/b.ts → store/c.ts → core/a.ts']);
  assert.deepEqual(circlesIn(circle.slice(1)), []);
});

test('no folder holds more than a reader can take in', () => {
  const paths = ['src', 'scripts', 'test/host/harness'].flatMap(root =>
    sourceFiles(root).map(({ file }) => posix.join(root, file)),
  );
  const counts = countBy(paths.map(path => posix.dirname(path)));
  assert.deepEqual(
    [...counts].filter(([folder, count]) => count > MOST_FILES && folder !== 'src/verbs/acts'),
    [],
  );
});

test('no two files of the source have one name', () => {
  const counts = countBy(files.map(({ file }) => posix.basename(file)));
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 1),
    [],
  );
});

test('a test that is named after a file stands where that file stands', () => {
  const places = new Map(files.map(({ file }) => [posix.basename(file, '.ts'), posix.dirname(file)]));
  const astray = sourceFiles('test/unit').filter(({ file }) => {
    const place = places.get(posix.basename(file).split('.')[0] ?? '');
    return file.endsWith('.test.ts') && place !== undefined && place !== posix.dirname(file);
  });
  assert.deepEqual(
    astray.map(({ file }) => file),
    [],
  );
});
