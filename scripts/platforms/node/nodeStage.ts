import { join } from 'node:path';
import { keepFolder, npm, runOrThrow } from '../../project.ts';
import { unavailable, sumOf, type PlatformStage, type StageEnd } from '../stage.ts';
import { runTests } from '../testRun.ts';

/** The major versions of Node in use, from the oldest that Defer supports (`engines`). */
const VERSIONS = [20, 22, 24, 26];

/** The tests of what the command line promises. */
const CONTRACT = ['test/platforms/contract.test.ts'];

/** Installs a version of Node from the npm registry. Returns its path. Throws where that fails. */
async function installNode(version: number): Promise<string> {
  const folder = await keepFolder(`node-${version}`, async unfinished => {
    await npm(unfinished, ['install', '--prefix', '.', `node@${version}`]);
  });
  const node = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const found = (await runOrThrow(node, ['--version'])).trim();
  if (!found.startsWith(`v${version}.`)) {
    throw new Error(`The npm package brought ${found}.`);
  }
  return node;
}

/** The command line on every major version of Node in use. */
export const nodeStage: PlatformStage = {
  name: 'node',
  about: `Node ${VERSIONS.join(', ')}: the command line with each`,
  where: `Node ${VERSIONS.join(', ')}`,
  works: 'the command line and the MCP server',
  async run() {
    const ends: StageEnd[] = [];
    for (const version of VERSIONS) {
      const node = await installNode(version).catch((error: unknown) => ({ why: String(error).split('\n')[0] ?? '' }));
      const end =
        typeof node === 'string'
          ? await runTests(CONTRACT, { DEFER_NODE: node })
          : unavailable(`Node ${version}`, `The npm package "node" did not bring it: ${node.why}`);
      console.log(`  ${version} ${end.passed} passed, ${end.failed} failed, ${end.missing.length} could not run`);
      ends.push(end);
    }
    return sumOf(ends);
  },
};
