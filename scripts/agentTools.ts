// The agents' own command line tools, for the tests that hold Defer's profiles against them.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepFolder, npm, runOrThrow } from './project.ts';

/** The versions that the profiles were checked against. */
const PACKAGES = {
  '@anthropic-ai/claude-code': '2.1.330',
  '@github/copilot': '1.0.102',
  '@google/gemini-cli': '0.61.0',
  '@openai/codex': '0.169.0',
  'opencode-ai': '1.18.33',
};

/** What puts a platform's program in its place; it is in a package of its own, and nothing is fetched. */
const PLACERS = ['@anthropic-ai/claude-code/install.cjs', 'opencode-ai/postinstall.mjs'];

/** Where the tools are. */
export interface AgentTools {
  /** The folder of their programs. */
  readonly bin: string;
}

/**
 * Installs the tools from the registry, once for these versions; every other script of theirs and of what they need is
 * left alone. Throws with npm's words where that fails.
 */
export async function installAgentTools(): Promise<AgentTools> {
  const manifest = JSON.stringify({ private: true, dependencies: PACKAGES });
  const name = `agents-${createHash('sha256').update(manifest).digest('hex').slice(0, 8)}`;
  const folder = await keepFolder(name, async unfinished => {
    writeFileSync(join(unfinished, 'package.json'), manifest);
    await npm(unfinished, ['install', '--ignore-scripts', '--include=optional']);
    for (const script of PLACERS) {
      await runOrThrow(process.execPath, [join(unfinished, 'node_modules', script)], { cwd: unfinished });
    }
  });
  return { bin: join(folder, 'node_modules', '.bin') };
}
