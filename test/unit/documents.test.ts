import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Verb } from '../../src/verbs/verb.ts';
import { sourceFiles } from '../support/sourceFiles.ts';
import { createWorld } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Documents for whoever works on Defer, from the root on. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'SUPPORT.md',
  'src/README.md',
  'src/store/FORMAT.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/**
 * A document in a comment, with the heading or the rule that is meant: `docs/time.md, "Late"`, `docs/security.md, rule
 * 8`.
 */
const CITATION = /\b(docs\/\w+|FORMAT)\.md(?:,\s+(?:\*\s+)?(?:"([^"]+)"|rule (\d+)))?/g;

/** The comments of a source text. */
const commentsOf = (text: string): string => [...text.matchAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm)].join('\n');

/** The citations of a text that lead nowhere. */
function lostIn(text: string, documents: (path: string) => string | undefined): readonly string[] {
  return [...text.matchAll(CITATION)].flatMap(([cited, name = '', heading, rule]) => {
    const document = documents(name === 'FORMAT' ? 'src/store/FORMAT.md' : `${name}.md`);
    const title = heading?.replace(/\s+(?:\*\s+)?/g, ' ');
    const isThere =
      document !== undefined &&
      (title === undefined || new RegExp(`^#+ ${escaped(title)}$|\\*\\*${escaped(title)}`, 'm').test(document)) &&
      (rule === undefined || new RegExp(`^${rule}\\. `, 'm').test(document));
    return isThere ? [] : [cited.replace(/\s+/g, ' ')];
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const onDisk = (path: string): string | undefined => (existsSync(join(ROOT, path)) ? read(path) : undefined);

test('every document, heading and rule that the code cites is there', () => {
  const lost = ['src', 'test', 'bench', 'scripts'].flatMap(folder =>
    sourceFiles(folder).flatMap(({ file, text }) =>
      lostIn(commentsOf(text), onDisk).map(cited => `${folder}/${file}: ${cited}`),
    ),
  );
  assert.deepEqual(lost, []);
});

test('a citation that leads nowhere is found', () => {
  const documents = (path: string): string | undefined =>
    path === 'docs/time.md' ? '# Time\n\n## Late\n\n1. One.\n' : undefined;
  assert.deepEqual(lostIn('See docs/time.md, "Late", docs/time.md and docs/time.md, rule 1.', documents), []);
  assert.deepEqual(lostIn('docs/time.md, "Early"; docs/time.md, rule 2; docs/space.md', documents), [
    'docs/time.md, "Early"',
    'docs/time.md, rule 2',
    'docs/space.md',
  ]);
});

test('every file that a document names is there', () => {
  const lost = DOCUMENTS.flatMap(document => {
    const named = [...read(document).matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|mjs|md|json))`/g)].map(
      ([, path = '']) => path,
    );
    const places = [ROOT, join(ROOT, 'src'), join(ROOT, posix.dirname(document))];
    return named
      .filter(path => !/^(?:\.sf|dist|out|docs\/(?:notes|CONTEXT))\b/.test(path))
      .filter(path => !places.some(place => existsSync(join(place, path))))
      .map(path => `${document}: ${path}`);
  });
  assert.deepEqual(lost, []);
});

/** Where a document says which name a file has: `VIEW_ACTS` of `src/vscode/wiring/commandTable.ts`. */
const NAMED = /`(\w+)(?:\([^`]*\))?`\s+(?:of|in)\s+`((?:[\w-]+\/)+[\w.-]+\.(?:ts|mjs))`/g;

test('every name that a document says a file has is declared there', () => {
  const lost = DOCUMENTS.flatMap(document =>
    [...read(document).matchAll(NAMED)]
      .filter(([, name = '', path = '']) => {
        const text = onDisk(path) ?? onDisk(posix.join('src', path)) ?? '';
        return !new RegExp(`\\b(?:const|function|class|interface|type) ${name}\\b`).test(text);
      })
      .map(([said]) => `${document}: ${said.replace(/\s+/g, ' ')}`),
  );
  assert.deepEqual(lost, []);
});

test('the map has every folder of the source, and no other (src/README.md, "Where to find what")', () => {
  const [table = ''] = /## Where to find what\n[\s\S]*?(?=\n## )/.exec(read('src/README.md')) ?? [];
  const named = [...table.matchAll(/^\| (.*?) \|/gm)]
    .flatMap(([, folders = '']) => [...folders.matchAll(/`(\w[\w/]*)`/g)])
    .map(([, folder = '']) => folder);
  const there = new Set(sourceFiles('src').map(({ file }) => posix.dirname(file)));
  there.delete('.');
  const loose = ['runner', 'store', 'verbs'];
  assert.deepEqual(named.sort(), [...there].filter(folder => !loose.includes(folder)).sort());
});

test('every link of a document leads to a file', () => {
  const lost = DOCUMENTS.flatMap(document =>
    [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, path = '']) => path)
      .filter(path => !existsSync(join(ROOT, posix.dirname(document), path)))
      .map(path => `${document}: ${path}`),
  );
  assert.deepEqual(lost, []);
});

test('docs/api.md shows the extension of test/support/apiSample.ts, which is tried', () => {
  const [, shown] = /^```ts\n([\s\S]*?)^```/m.exec(read('docs/api.md')) ?? [];
  assert.equal(shown, read('test/support/apiSample.ts').replace(`'../../api/defer.d.ts'`, `'./defer.d.ts'`));
});

test('the verb that CONTRIBUTING.md shows does what its test there expects', async t => {
  const [verb = ''] = /^\/\/ src\/verbs\/acts\/ping\.ts\n[\s\S]*?(?=^```)/m.exec(read('CONTRIBUTING.md')) ?? [];
  const place = mkdtempSync(join(tmpdir(), 'defer-ping-'));
  t.after(() => rmSync(place, { recursive: true }));
  const acts = pathToFileURL(join(ROOT, 'src', 'verbs', 'acts')).href;
  const whole = verb.replaceAll(`'../`, `'${acts}/../`).replace('@vscode/l10n', import.meta.resolve('@vscode/l10n'));
  writeFileSync(join(place, 'ping.ts'), whole);
  const { ping } = (await import(pathToFileURL(join(place, 'ping.ts')).href)) as { readonly ping: Verb };
  const world = createWorld();
  await world.add('Look at the build', '30m');
  for (const [input, open] of [
    [{}, 1],
    [{ due: true }, 0],
  ] as const) {
    const reply = await ping.run(world.host, input as never);
    assert.deepEqual(reply.ok && reply.value, { open });
  }
});
