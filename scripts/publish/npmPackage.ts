import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../project.ts';
import { npmManifest, readManifest } from './publishing.ts';

/** What build.mjs says of each file that it made: those that it needs, and those that it loads later. */
type Contents = Readonly<Record<string, { readonly imports: readonly string[]; readonly loads: readonly string[] }>>;

/** The files of dist/ that the command line may ever load. */
const filesOfCommand = (): readonly string[] => {
  const contents = JSON.parse(readFileSync(join(root, 'dist', 'contents.json'), 'utf8')) as Contents;
  const found = new Set<string>(['dist/cli.js']);
  // A set goes on to what is added while it is walked.
  for (const file of found) {
    const { imports, loads } = contents[file] ?? { imports: [], loads: [] };
    for (const name of [...imports, ...loads]) if (`dist/${name}` in contents) found.add(`dist/${name}`);
  }
  return [...found];
};

/** What goes along as it is. */
const OTHERS = [
  'dist/help.txt',
  'dist/package.json',
  'dist/ThirdPartyNotices.txt',
  'skills',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** Makes `folder` what is published on npm, of what is built: the command line and the MCP server. */
export const makeNpmPackage = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  for (const path of [...filesOfCommand(), ...OTHERS]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(npmManifest(readManifest()), undefined, 2)}\n`);
};
