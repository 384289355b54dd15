import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTexts, type ManifestTexts } from '../texts/manifestTexts.ts';
import { root } from '../project.ts';

/** What package.json says of the product. The owner of it sets `publisher` and `repository`, and nothing else. */
export interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly publisher: string;
  readonly license: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly keywords: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

/** Stands for the owner until there is one. GitHub gives nobody a name with two hyphens in a row. */
export const NOBODY = 'not--set';

/** The manifest, with the texts that package.nls.json holds in their places. */
export const readManifest = (): Manifest => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));
  return withTexts(read('package.json') as Manifest, read('package.nls.json') as ManifestTexts);
};

/** The owner of the repository on GitHub, and its name. */
const ownerOf = ({ repository: { url } }: Manifest): readonly [owner: string, name: string] => {
  const [, owner, name] = /^https:\/\/github\.com\/([\w-]+)\/([\w.-]+)$/.exec(url) ?? [];
  if (owner === undefined || name === undefined || name.endsWith('.git')) {
    throw new Error(`package.json: repository.url has to read https://github.com/OWNER/NAME, and is ${url}.`);
  }
  return [owner, name];
};

/** Why this version cannot be published; empty where it can. */
export const reasonsAgainst = (manifest: Manifest, changelog: string): readonly string[] => [
  ...(ownerOf(manifest)[0] === NOBODY
    ? [
        'package.json names no repository. Set "repository" and "publisher" to yours, and take them over with\n' +
          '  UPDATE=1 npx node --test test/unit/publishing.test.ts',
      ]
    : []),
  ...(changelog.split('\n').some(line => line.startsWith(`## ${manifest.version}`))
    ? []
    : [`CHANGELOG.md has no heading for ${manifest.version}.`]),
];

/** What package.json says besides, all of it taken from the repository. */
export const derivedFields = (manifest: Manifest): Readonly<Record<string, unknown>> => {
  const { url } = manifest.repository;
  return {
    homepage: `${url}#readme`,
    bugs: { url: `${url}/issues` },
    mcpName: `io.github.${ownerOf(manifest)[0]}/${manifest.name}`,
  };
};

/** The name on npm. Without a scope the name is somebody else's. */
export const npmName = (manifest: Manifest): string => `@${ownerOf(manifest)[0].toLowerCase()}/${manifest.name}`;

/** package.json of the npm package: the command and the MCP server, without all that the editor wants to know. */
export const npmManifest = (manifest: Manifest): Readonly<Record<string, unknown>> => {
  const { version, description, keywords, license, repository, bin, engines } = manifest;
  return {
    ...{ name: npmName(manifest), version, description, keywords, license },
    repository: { ...repository, url: `git+${repository.url}.git` },
    ...derivedFields(manifest),
    ...{ bin, engines: { node: engines.node }, publishConfig: { access: 'public' } },
  };
};

/** The format of server.json that the MCP registry takes; a copy is kept for the tests. */
export const SERVER_SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** server.json: what the MCP registry is told. */
export const serverJson = (manifest: Manifest): Readonly<Record<string, unknown>> => {
  const { displayName, version, repository } = manifest;
  const { mcpName, homepage } = derivedFields(manifest);
  return {
    ...{ $schema: SERVER_SCHEMA, name: mcpName, title: displayName },
    description: 'Work put off by coding agents: schedule, list, snooze and finish entries of the workspace.',
    repository: { url: repository.url, source: 'github' },
    ...{ version, websiteUrl: homepage },
    icons: [{ src: `${repository.url}/raw/HEAD/media/icon.png`, mimeType: 'image/png', sizes: ['128x128'] }],
    packages: [
      {
        ...{ registryType: 'npm', identifier: npmName(manifest), version, runtimeHint: 'npx' },
        transport: { type: 'stdio' },
        packageArguments: [{ type: 'positional', value: 'mcp' }],
        environmentVariables: [
          { name: 'DEFER_TIMEZONE', description: "The time zone in which times are read; without one the machine's." },
        ],
      },
    ],
  };
};

/** What to run, in this order, to publish what release/ holds; each with what it is for. */
export const stepsOf = ({ name, version, publisher }: Manifest): readonly (readonly [string, string])[] => {
  const vsix = `release/${name}-${version}.vsix`;
  return [
    [`code --install-extension ${vsix}`, 'try it'],
    [`npx vsce verify-pat ${publisher}`, 'is the publisher yours? The token is in VSCE_PAT'],
    [`npx vsce publish --packagePath ${vsix}`, 'the Marketplace'],
    [`npx ovsx verify-pat ${publisher}`, 'the same for Open VSX; the token is in OVSX_PAT'],
    [`npx ovsx publish ${vsix}`, 'Open VSX'],
    ['npm publish ./release/npm', 'npm, after npm login'],
    ['cd release && mcp-publisher login github', 'the MCP registry asks npm for the package, so it comes last'],
    ['mcp-publisher publish && cd ..', 'it reads server.json'],
    [`git tag v${version} && git push origin v${version}`, 'the commit that was published'],
  ];
};
