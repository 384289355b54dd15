// npm run release: everything that can be published, made and checked in release/, and the commands that publish it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeNpmPackage } from './npmPackage.ts';
import { root, run } from '../project.ts';
import { npmName, readManifest, reasonsAgainst, stepsOf } from './publishing.ts';

/** Ends with the reasons why there is no release. */
const refuse = (...reasons: readonly string[]): never => {
  for (const reason of reasons) console.error(`\nNo release: ${reason}`);
  process.exit(1);
};

const manifest = readManifest();
const { name, version } = manifest;
const changed = await run('git', ['status', '--porcelain']);
const reasons = [
  ...reasonsAgainst(manifest, readFileSync(join(root, 'CHANGELOG.md'), 'utf8')),
  ...(changed.code === 0 ? [] : ['git does not say whether all is committed.']),
  ...(changed.code === 0 && changed.output !== '' ? [`these files are not committed.\n${changed.output}`] : []),
];
if (reasons.length > 0) refuse(...reasons);

// The stage `build` leaves the extension's package, and `pack` checks it with the tools that publish it.
const tested = spawnSync(process.execPath, [join(root, 'scripts', 'test.mjs')], { cwd: root, stdio: 'inherit' });
if (tested.status !== 0) refuse('npm test failed.');

const folder = join(root, 'release');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const vsix = `${name}-${version}.vsix`;
cpSync(join(root, vsix), join(folder, vsix));
cpSync(join(root, 'server.json'), join(folder, 'server.json'));
makeNpmPackage(join(folder, 'npm'));

console.log(`
release/ holds what can be published, and nothing has been:

  ${vsix}   for the Marketplace and Open VSX
  npm   ${npmName(manifest)}, for npm
  server.json   for the MCP registry

Campaign, bench and, where a desktop VS Code can be downloaded, npm run test:desktop are to pass as well. Then:
`);
for (const [command, what] of stepsOf(manifest)) console.log(`  ${command.padEnd(58)} # ${what}`);
