import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import JSZip from 'jszip';
import { makeNpmPackage } from '../../scripts/publish/npmPackage.ts';
import { packVsix } from '../../scripts/project.ts';
import { npmName, readManifest } from '../../scripts/publish/publishing.ts';
import { bundledPackages, type BundledPackage } from '../support/bundledPackages.ts';
import { oldestNode as node, program, run, type Spoken } from './shell.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'defer-package-')));
after(() => rmSync(place, { recursive: true, force: true }));

const [home, project, store] = ['home', 'project', 'store'].map(name => join(place, name)) as [string, string, string];
for (const folder of [home, project, store]) {
  mkdirSync(folder);
}
// No registry: all that the package needs is in it.
const env = {
  ...{ HOME: home, USERPROFILE: home, TZ: 'UTC', PATH: `${dirname(node)}:${process.env['PATH']}` },
  ...{
    npm_config_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_registry: 'http://127.0.0.1:9',
  },
};
const npm = async (folder: string, ...words: readonly string[]): Promise<Spoken> => run('npm', words, folder, env);

test('the package that npm makes installs without a network and runs in an empty home', async () => {
  // dist/ is there already (or has just been built); what npm would run first is the same build.
  assert.ok(program);
  const source = join(place, 'source');
  makeNpmPackage(source);
  const packed = await npm(source, 'pack', '--json', '--pack-destination', store);
  assert.equal(packed.code, 0, packed.err);
  const [{ files }] = JSON.parse(packed.out) as [{ files: readonly { path: string }[] }];
  const paths = files.map(({ path }) => path);
  assert.deepEqual(
    paths.filter(path => /extension|vscode-/.test(path)),
    [],
    'what only the editor loads',
  );
  for (const path of ['dist/cli.js', 'dist/chunks/act.js', 'README.md', 'LICENSE', 'package.json']) {
    assert.ok(paths.includes(path), path);
  }
  assert.deepEqual(
    paths.filter(path => !/^(dist\/|skills\/|package\.json$|README\.md$|CHANGELOG\.md$|LICENSE$)/.test(path)),
    [],
  );
  const tarball = join(store, readdirSync(store)[0] ?? '');
  const installed = await npm(project, 'install', '--no-save', tarball);
  assert.equal(installed.code, 0, installed.err);
  assert.deepEqual(
    readdirSync(join(project, 'node_modules')).filter(name => !name.startsWith('.')),
    [npmName(readManifest()).split('/')[0]],
  );
  const folder = join(project, 'node_modules', npmName(readManifest()));
  assertLicensed(paths, path => readFileSync(join(folder, path), 'utf8'));

  const defer = (...words: readonly string[]): Promise<Spoken> => npm(project, 'exec', '--no', '--', 'defer', ...words);
  assert.match((await defer('--version')).out, /^\d+\.\d+\.\d+\n$/);
  const added = await defer('add', 'Read the figures', '--when', 'every weekday at 9');
  assert.deepEqual([added.code, added.err], [0, '']);
  assert.match((await defer('list')).out, /Read the figures/);
  assert.match((await defer('doctor')).out, /Every line of the schedule could be read/);
});

test('the package of the editor holds the licence texts of everything that is bundled in it', async () => {
  const path = join(place, 'defer.vsix');
  await packVsix(path);
  const zip = await JSZip.loadAsync(readFileSync(path));
  const inside = 'extension/';
  const texts = new Map<string, string>();
  for (const [name, file] of Object.entries(zip.files)) {
    if (name.startsWith(inside) && !file.dir) {
      texts.set(name.slice(inside.length), await file.async('string'));
    }
  }
  assert.ok(texts.has('dist/extension.js') && texts.has('dist/cli.js'));
  assertLicensed([...texts.keys()], name => texts.get(name) ?? '');
});

const NOTICES = 'dist/ThirdPartyNotices.txt';

/** A text whatever its line ends and white space. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Checks that a package with these files says the licence of every package that went into its bundles. */
function assertLicensed(paths: readonly string[], read: (path: string) => string): void {
  assert.ok(paths.includes(NOTICES), `${NOTICES} is not in the package`);
  assert.ok(!paths.includes('dist/contents.json'), 'what only the build and its tests read is not shipped');
  const notices = read(NOTICES);
  const bundled = bundledPackages(paths.filter(path => /^dist\/.*\.js$/.test(path)));
  const names = new Set(bundled.map(({ name }) => name));
  for (const known of ['yaml', 'luxon', 'commander', 'diff', 'zod', 'ajv', 'content-type']) {
    assert.ok(names.has(known), `${known} is bundled`);
  }
  const lines = new Set(notices.split('\n'));
  const missing = bundled.filter(
    ({ name, version, texts }: BundledPackage) =>
      !lines.has(`${name} ${version}`) || texts.some(text => !plain(notices).includes(plain(text))),
  );
  assert.deepEqual(
    missing.map(({ name }) => name),
    [],
  );
}
