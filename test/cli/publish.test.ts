import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import JSZip from 'jszip';
import { makeNpmPackage } from '../../scripts/publish/npmPackage.ts';
import { root, toolScript } from '../../scripts/project.ts';
import { NOBODY, readManifest } from '../../scripts/publish/publishing.ts';
import { startRegistry, type Registry } from '../support/registryServer.ts';
import { program, run, type Spoken } from './shell.ts';

const kilobyte = 1024;
/** The largest size of the extension's package: that of the first version, which had one language and no pictures. */
const PACKAGE = 1200 * kilobyte;
/** The most that the moving picture of the README may be: it is loaded with the page. */
const MOVIE = 1500 * kilobyte;
/** The most tags that the Marketplace takes. */
const TAGS = 30;

const manifest = readManifest();

describe('what is published', () => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'defer-publish-')));
  const checkout = join(place, 'checkout');
  const vsix = join(checkout, `${manifest.name}-${manifest.version}.vsix`);
  let registry: Registry;
  let env: Record<string, string>;
  let packed: Spoken;
  const texts = new Map<string, string>();

  /** Says what a tool warns of, whatever it calls that. */
  const assertNoWarnings = ({ code, out, err }: Spoken): void => {
    const said = `${out}\n${err}`;
    assert.equal(code, 0, said);
    assert.deepEqual(
      said.split('\n').filter(line => /warn|deprecat|error|ignoring|!!/i.test(line)),
      [],
    );
  };
  const tool = (name: string, ...words: readonly string[]): Promise<Spoken> =>
    run(process.execPath, [toolScript(name.split(' ')[0] ?? '', name.split(' ')[1]), ...words], checkout, env);

  before(async () => {
    assert.ok(program);
    // The tools look at the whole folder that they are called in, and at what is installed there: nothing.
    const left = /^(?:node_modules|\.git|\.vscode-test|test-results|release)$|\.vsix$/;
    cpSync(root, checkout, { recursive: true, filter: path => !left.test(relative(root, path)) });
    registry = await startRegistry();
    const home = join(place, 'home');
    mkdirSync(home);
    const settings = join(place, 'npmrc');
    writeFileSync(settings, `//${registry.address.slice('http://'.length)}/:_authToken=token\n`);
    env = {
      ...{ HOME: home, USERPROFILE: home, TZ: 'UTC', NO_COLOR: '1' },
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      ...{ npm_config_registry: registry.address, npm_config_userconfig: settings },
      ...{ npm_config_update_notifier: 'false', OVSX_REGISTRY_URL: registry.address, OVSX_PAT: 'token' },
    };
    packed = await tool('@vscode/vsce vsce', 'package');
    const zip = await JSZip.loadAsync(readFileSync(vsix));
    for (const [name, file] of Object.entries(zip.files)) {
      if (!file.dir) texts.set(name, await file.async('string'));
    }
  });
  after(async () => {
    await registry.close();
    rmSync(place, { recursive: true, force: true });
  });

  test('vsce packs the extension without a flag and without a warning', () => {
    assertNoWarnings(packed);
    assert.match(packed.out, /Packaged/);
  });

  test('vsce lists the files of the package without a warning', async () => {
    const listed = await tool('@vscode/vsce vsce', 'ls');
    assertNoWarnings(listed);
    const files = listed.out.split('\n').filter(Boolean);
    for (const file of [
      'package.json',
      'dist/extension.js',
      'dist/cli.js',
      'dist/ThirdPartyNotices.txt',
      'README.md',
    ]) {
      assert.ok(files.includes(file), file);
    }
    assert.deepEqual(
      files.filter(file => /^(?:src|test|scripts|bench|docs|node_modules)\/|\.map$|\.gif$|contents\.json$/.test(file)),
      [],
    );
  });

  test('the package is small', () => {
    const { size } = statSync(vsix);
    assert.ok(size < PACKAGE, `${size} bytes`);
  });

  test('the page of the extension leads to the repository, for its pictures as well', () => {
    const { url } = manifest.repository;
    const page = texts.get('extension/readme.md') ?? '';
    const leads = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);
    assert.deepEqual(
      leads.filter(to => !/^(?:https:|#)/.test(to)),
      [],
    );
    const named = leads.flatMap(to => (to.startsWith(`${url}/`) ? [to.slice(url.length + 1)] : []));
    assert.ok(
      named.some(path => /^raw\/HEAD\/docs\/pictures\/.*\.gif$/.test(path)),
      'the moving picture is addressed in the repository',
    );
    const missing = named
      .map(path => /^(?:raw|blob)\/HEAD\/([^#]+)/.exec(path)?.[1])
      .filter(path => path !== undefined && !existsSync(join(root, path)));
    assert.deepEqual(missing, []);
    assert.ok(statSync(join(root, 'docs', 'pictures', 'defer.gif')).size < MOVIE);
  });

  test('the gallery gets links, a licence, and as many tags as it takes', () => {
    const gallery = texts.get('extension.vsixmanifest') ?? '';
    const linkOf = (name: string): string | undefined =>
      new RegExp(`Id="Microsoft.VisualStudio.Services.${name}" Value="([^"]*)"`).exec(gallery)?.[1];
    const { url } = manifest.repository;
    assert.match(linkOf('Links.Source') ?? '', new RegExp(`^${url}(?:\\.git)?$`));
    assert.equal(linkOf('Links.Support'), `${url}/issues`);
    assert.equal(linkOf('Links.Learn'), `${url}#readme`);
    assert.match(gallery, /<License>extension\/LICENSE\.txt<\/License>/);
    assert.ok(texts.has('extension/dist/ThirdPartyNotices.txt'));
    const tags = /<Tags>([^<]*)<\/Tags>/.exec(gallery)?.[1]?.split(',') ?? [];
    for (const word of ['snooze', 'remind', 'resume', 'usage limit', 'cron', 'automation', 'todo']) {
      assert.ok(tags.includes(word), word);
    }
    assert.ok(tags.length <= TAGS, `${tags.length} tags: ${tags.join()}`);
  });

  test('the client of Open VSX takes the package and has nothing to warn of', async () => {
    const sent = await tool('ovsx', 'publish', vsix);
    assertNoWarnings(sent);
    const { length } = readFileSync(vsix);
    assert.deepEqual(
      registry.sent.filter(({ path }) => path.startsWith('/api/')),
      [{ path: '/api/-/publish', bytes: length }],
    );
  });

  test('npm would publish the command without a flag and without a warning', async () => {
    const folder = join(place, 'npm');
    makeNpmPackage(folder);
    const tried = await run('npm', ['publish', '--dry-run'], folder, env);
    assertNoWarnings(tried);
    assert.match(tried.err, /Publishing to .* with tag latest and public access \(dry-run\)/);
    assert.match(tried.out, new RegExp(`^\\+ @[\\w-]+/defer@${manifest.version.replaceAll('.', '\\.')}$`, 'm'));
  });

  test('npm run release refuses before it does anything, and says what is missing', async () => {
    const release = async (change: object): Promise<Spoken> => {
      const path = join(checkout, 'package.json');
      writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }));
      const script = join(checkout, 'scripts', 'publish', 'prepareRelease.ts');
      return run(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script], checkout, env);
    };
    const nobody = await release({ repository: { type: 'git', url: `https://github.com/${NOBODY}/defer` } });
    assert.deepEqual([nobody.code, nobody.out], [1, '']);
    assert.match(nobody.err, /No release: package\.json names no repository/);
    const owned = await release({
      ...{ repository: { type: 'git', url: 'https://github.com/someone/defer' }, version: '9.9.9' },
    });
    assert.deepEqual([owned.code, owned.out], [1, '']);
    assert.doesNotMatch(owned.err, /names no repository/);
    assert.match(owned.err, /No release: CHANGELOG\.md has no heading for 9\.9\.9/);
    assert.match(owned.err, /No release: git does not say whether all is committed/);
    assert.ok(!existsSync(join(checkout, 'release')));
  });
});
