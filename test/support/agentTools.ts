import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from '../../scripts/project.ts';

/** Where the agents' own programs are, once something installed them. */
const installAgentTools = async (): Promise<{ readonly bin: string }> => ({
  bin: join(keptFolder, 'agents', 'node_modules', '.bin'),
});

/** The program of an agent; undefined where it is not installed. */
export async function agentProgram(name: string): Promise<string | undefined> {
  const { bin } = await installAgentTools();
  const native = join(bin, '..', '@anthropic-ai', `claude-code-${process.platform}-${process.arch}`, 'claude');
  return [...(name === 'claude' ? [native] : []), join(bin, name)].find(path => existsSync(path));
}
