import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, sourceFiles } from '../support/sourceFiles.ts';

interface Room {
  /** Rooms it may look into, besides itself. */
  readonly rooms: readonly string[];
  /** Packages its files may import; `node:` stands for all of Node's own. */
  readonly packages: readonly string[];
}

/**
 * The texts of the editor go through `@vscode/l10n`. It hands English on as it is where nobody gave it a bundle, and
 * only the editor does (`extension.ts`), so the command line, the MCP server and the files stay English: cli and mcp go
 * without.
 */
const L10N = '@vscode/l10n';

/** core ← store, render ← verbs ← runner ← vscode | cli ← entry files. Types count like all else. */
const ROOMS: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [L10N] },
  store: { rooms: ['core'], packages: [L10N, 'node:', 'proper-lockfile'] },
  render: { rooms: ['core'], packages: [L10N] },
  verbs: { rooms: ['core', 'store', 'render'], packages: [L10N] },
  // What an agent printed and why a run failed are cleaned before they are kept.
  runner: { rooms: ['core', 'store', 'verbs', 'render'], packages: [L10N, 'node:'] },
  // What runs in a page of the editor. All that it knows is sent to it, some of it in the shapes that render gives it.
  page: { rooms: ['render'], packages: ['preact'] },
  vscode: {
    rooms: ['core', 'store', 'render', 'verbs', 'runner', 'page'],
    packages: [L10N, 'vscode', 'node:', 'ulid'],
  },
  // The command line loads the MCP server for `defer mcp`, and is what it serves.
  cli: { rooms: ['core', 'store', 'render', 'verbs', 'runner', 'mcp'], packages: ['node:', 'commander', 'ulid'] },
  mcp: { rooms: ['core', 'store', 'render', 'verbs', 'runner'], packages: ['node:'] },
  'extension.ts': {
    rooms: ['core', 'store', 'render', 'verbs', 'runner', 'vscode'],
    packages: [L10N, 'vscode', 'node:'],
  },
};

/** Packages that only some files of a room may import. */
const FILES: readonly (readonly [file: RegExp, packages: readonly string[]])[] = [
  [/^core\/when\//, ['chrono-node']],
  [/^core\/files\/(?:frontMatterFields|textHead)\.ts$/, ['yaml']],
  // Schedules of other systems, which are YAML, are read and, for A3S, written anew with their comments.
  [/^core\/exchange\/(?:import\/yamlText|systems\/a3s)\.ts$/, ['yaml']],
  [/^render\/export\/calendar\.ts$/, ['ical-generator']],
  [/^verbs\/results\/patchText\.ts$/, ['diff']],
  [/^core\/repeat\/cron\/readCron\.ts$/, ['cron-parser']],
  [/^mcp\/server\.ts$/, ['@modelcontextprotocol/server']],
];

/** What the editor promises to other extensions is a file that they copy, and stands outside of `src`. */
const API = '../api/defer.d.ts';

const LONGEST = 250;

const roomOf = (file: string): string => file.split('/')[0] ?? '';

/** What a file of `src` imports that its room may not. Paths are relative to `src`, with `/`. */
function trespasses(file: string, text: string): string[] {
  const room = ROOMS[roomOf(file)];
  if (!room) {
    return [`${file} stands in no room`];
  }
  const more = FILES.filter(([pattern]) => pattern.test(file)).flatMap(([, packages]) => packages);
  const mayUse = (name: string): boolean =>
    [...room.packages, ...more].some(allowed =>
      allowed === 'node:' ? name.startsWith('node:') : name === allowed || name.startsWith(`${allowed}/`),
    );
  return importsOf(text)
    .filter(name => {
      if (!name.startsWith('.')) {
        return !mayUse(name);
      }
      const path = posix.join(posix.dirname(file), name);
      const target = path === API ? 'vscode' : roomOf(path);
      return target !== roomOf(file) && !room.rooms.includes(target);
    })
    .map(name => `${file} may not import ${name}`);
}

/** Ways in which core would get a clock or chance of its own. `new Date(ms)` and `Date.UTC` only compute. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bMath\.random\b|\b(?:performance|crypto|process)\.|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\(/;

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Ways in which a load that failed would be kept for good; `core/basics/loadOnce.ts` forgets it. */
const KEPT_LOADS = [/\?\?=[^;]*?\bimport\(/, /\?\?=\s*(?:this\.)?(?:load|open)\w*\(\)/];

const keepsLoads = (text: string): boolean => KEPT_LOADS.some(pattern => pattern.test(withoutComments(text)));

const files = sourceFiles('src');

test('every file imports only what its room may', () => {
  assert.ok(files.length > 30);
  assert.deepEqual(
    files.flatMap(({ file, text }) => trespasses(file, text)),
    [],
  );
});

test('no file is longer than 250 lines', () => {
  const long = files.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST);
  assert.deepEqual(
    long.map(({ file }) => file),
    [],
  );
});

test('core has no clock and no chance', () => {
  const impure = files.filter(({ file, text }) => roomOf(file) === 'core' && IMPURE.test(withoutComments(text)));
  assert.deepEqual(
    impure.map(({ file }) => file),
    [],
  );
});

/**
 * Ways in which the text of an error would get out. A library's is for programmers, and its names are cut short in the
 * build.
 */
const PASSED_ON =
  /\b(?:error|fault|cause|exception|err|e)\.(?:message|stack)\b|\bString\((?:error|fault|cause|exception|err|e)\)|\.errors\[\d\]\.message/;

test('core passes on nothing that an error says', () => {
  const passing = files.filter(({ file, text }) => roomOf(file) === 'core' && PASSED_ON.test(withoutComments(text)));
  assert.deepEqual(
    passing.map(({ file }) => file),
    [],
  );
  for (const text of [
    'refusal(fault.message)',
    'const why = String(error);',
    '`${error.message}.`',
    'document.errors[0].message',
  ]) {
    assert.ok(PASSED_ON.test(text), text);
  }
});

test('what is loaded late is kept by loadOnce alone, which tries again after a failure', () => {
  const keeping = files.filter(({ file, text }) => file !== 'core/basics/loadOnce.ts' && keepsLoads(text));
  assert.deepEqual(
    keeping.map(({ file }) => file),
    [],
  );
  for (const text of [
    `const desk = () => (opened ??= import('./desk.ts').then(({ openDesk }) => openDesk()));`,
    'return (loading ??= load());',
    `this.source ??=\n  (await import('./waits.ts')).Lookout;`,
  ]) {
    assert.ok(keepsLoads(text), text);
  }
  assert.ok(!keepsLoads(`this.name ??= 'x'; const a = await import('./a.ts');`));
});

test('a trespass is found however it is written', () => {
  const samples: readonly (readonly [string, string])[] = [
    ['core/a.ts', `import type { Uri } from 'vscode';`],
    ['core/a.ts', `import {\n  type Uri,\n  window,\n} from "vscode";`],
    ['core/a.ts', `export type { Uri } from 'vscode';`],
    ['core/a.ts', `export * from 'node:fs';`],
    ['core/a.ts', `import 'vscode';`],
    ['core/a.ts', `const { join } = await import('node:path');`],
    ['core/a.ts', `type Uri = import('vscode').Uri;`],
    ['core/a.ts', `const fs = require('fs');`],
    ['core/a.ts', `import * as chrono from 'chrono-node/en';`],
    ['core/a.ts', `import { digest } from '../store/digest.ts';`],
    ['core/when/a.ts', `import { digest } from '../../store/digest.ts';`],
    ['store/a.ts', `import { add } from '../verbs/add.ts';`],
    ['verbs/a.ts', `import { join } from 'node:path';`],
    ['render/a.ts', `import { FileLog } from '../store/fileLog.ts';`],
    ['runner/a.ts', `import * as vscode from 'vscode';`],
    ['vscode/a.ts', `import { main } from '../cli/main.ts';`],
    ['cli/a.ts', `import * as l10n from '@vscode/l10n';`],
    ['mcp/a.ts', `import * as l10n from '@vscode/l10n';`],
    ['cli/a.ts', `import { Tree } from '../vscode/tree.ts';`],
    ['extension.ts', `import { main } from './cli/main.ts';`],
    ['elsewhere/a.ts', ''],
  ];
  for (const [file, text] of samples) {
    assert.equal(trespasses(file, text).length, 1, `${file}: ${text}`);
  }
});

test('what a room may import is no trespass', () => {
  const samples: readonly (readonly [string, string])[] = [
    ['core/when/a.ts', `import * as chrono from 'chrono-node/en';\nimport { toIso } from './time.ts';`],
    ['core/when/a.ts', `import { toIso } from '../time.ts';`],
    ['store/a.ts', `import type { Row } from '../core/row.ts';\nimport { open } from 'node:fs/promises';`],
    ['vscode/a.ts', `import type * as vscode from 'vscode';`],
    ['verbs/a.ts', `const names = { name: 'import', title: 'Import…' };`],
  ];
  for (const [file, text] of samples) {
    assert.deepEqual(trespasses(file, text), []);
  }
});

test('a clock or chance in core is found, a computation with dates is not', () => {
  for (const text of ['Date.now()', 'new Date()', 'Date()', 'Math.random()', 'performance.now()', 'setTimeout(f, 1)']) {
    assert.ok(IMPURE.test(withoutComments(`const a = ${text};`)), text);
  }
  for (const text of [
    'new Date(0)',
    'Date.UTC(2026, 1)',
    'Date.parse(text)',
    '1; // Date.now()',
    '/** Date.now() */ 1',
  ]) {
    assert.ok(!IMPURE.test(withoutComments(`const a = ${text};`)), text);
  }
});
