import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import {
  NOBODY,
  derivedFields,
  npmManifest,
  npmName,
  readManifest,
  reasonsAgainst,
  serverJson,
  stepsOf,
  SERVER_SCHEMA,
  type Manifest,
} from '../../scripts/publish/publishing.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Record<string, unknown>;
const write = (path: string, value: unknown): void =>
  writeFileSync(join(ROOT, path), `${JSON.stringify(value, undefined, 2)}\n`);

const manifest = readManifest();
/** The manifest once it has an owner. */
const owned: Manifest = {
  ...manifest,
  publisher: 'someone',
  repository: { type: 'git', url: 'https://github.com/Some-One/later' },
};

test('what depends on the repository is what it says there (UPDATE=1 npx node --test test/unit/publishing.test.ts rewrites it)', () => {
  if (process.env['UPDATE']) {
    write('package.json', { ...json('package.json'), ...derivedFields(manifest) });
    write('server.json', serverJson(manifest));
  }
  const { homepage, bugs, mcpName } = json('package.json');
  assert.deepEqual({ homepage, bugs, mcpName }, derivedFields(manifest));
  assert.deepEqual(json('server.json'), serverJson(manifest));
});

test('server.json is what the registry of MCP servers takes', () => {
  const schema = json('test/fixtures/mcpRegistry/server.schema.json');
  assert.equal(schema['$id'], SERVER_SCHEMA);
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  const fits = ajv.compile(schema);
  for (const one of [manifest, owned]) {
    assert.ok(fits(serverJson(one)), JSON.stringify(fits.errors));
  }
  assert.ok(!fits({ ...serverJson(manifest), description: 'x'.repeat(101) }), 'the schema checks');
  assert.ok(!fits({ ...serverJson(manifest), name: 'no-slash' }), 'the schema checks');
});

test('the npm package says to the registry whose server it is, and what both are called follows the owner', () => {
  assert.equal(serverJson(owned)['name'], 'io.github.Some-One/defer');
  assert.equal(npmManifest(owned)['mcpName'], 'io.github.Some-One/defer');
  assert.equal(npmName(owned), '@some-one/defer');
  const [{ identifier, version } = {}] = serverJson(owned)['packages'] as Record<string, unknown>[];
  assert.deepEqual({ identifier, version }, { identifier: npmManifest(owned)['name'], version: manifest.version });
  assert.deepEqual(derivedFields(owned)['bugs'], { url: 'https://github.com/Some-One/later/issues' });
});

test('the npm package holds nothing that only the editor or the checkout wants', () => {
  const fields = Object.keys(npmManifest(owned));
  const foreign = ['contributes', 'devDependencies', 'scripts', 'activationEvents', 'publisher', 'private', 'main'];
  assert.deepEqual(
    foreign.filter(field => fields.includes(field)),
    [],
  );
});

test('nothing but package.json and what is taken from it says who publishes Defer, or the id of the extension', () => {
  const { publisher, name } = manifest;
  const owner = /github\.com\/([^/]+)\//.exec(manifest.repository.url)?.[1] ?? '';
  const texts = ['src', 'test', 'bench', 'scripts', 'docs', 'skills', 'README.md', 'CONTRIBUTING.md', 'SUPPORT.md']
    .flatMap(place =>
      place.endsWith('.md')
        ? [place]
        : readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' }).map(path => join(place, path)),
    )
    .filter(path => /\.(?:[cm]?[jt]s|md|json)$/.test(path) && !path.startsWith(join('test', 'fixtures')));
  // Commands begin with the name too: "defer.deferThis" is not the id.
  const id = new RegExp(`\\b${publisher}\\.${name}(?![\\w$])`);
  const told = texts.filter(path => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return id.test(text) || text.includes(`github.com/${owner}/`) || text.includes(`@${owner}/`);
  });
  assert.deepEqual(told, []);
});

test('there is no release without an owner, or without a heading in the changelog', () => {
  const changelog = `# Changelog\n\n## ${manifest.version}\n`;
  const nobody = { ...manifest, repository: { type: 'git', url: `https://github.com/${NOBODY}/defer` } };
  assert.match(reasonsAgainst(nobody, changelog).join(), /package\.json names no repository/);
  assert.deepEqual(reasonsAgainst(owned, changelog), []);
  assert.match(reasonsAgainst(owned, '# Changelog\n\n## Unreleased\n').join(), /no heading for \d/);
  for (const url of ['git@github.com:a/b.git', 'https://github.com/a/b.git', 'https://github.com/a', 'defer']) {
    assert.throws(() => npmName({ ...owned, repository: { type: 'git', url } }), /has to read https:/, url);
  }
});

test('what is to be run publishes the files of the release, under the name of the publisher', () => {
  const steps = stepsOf(owned).map(([command]) => command);
  const vsix = `release/defer-${manifest.version}.vsix`;
  for (const command of [
    'npx vsce verify-pat someone',
    `npx vsce publish --packagePath ${vsix}`,
    `npx ovsx publish ${vsix}`,
    'npm publish ./release/npm',
  ]) {
    assert.ok(steps.includes(command), command);
  }
  // The registry of MCP servers looks into the npm package.
  assert.ok(
    steps.findIndex(step => step.startsWith('npm publish')) < steps.findIndex(step => /mcp-publisher/.test(step)),
  );
});
