import { resolve } from 'node:path';
import type { Reply } from '../../verbs/verb.ts';
import type { Host } from '../../verbs/host.ts';
import { namedFolder } from './scheduleFolder.ts';
import type { GlobalOptions } from '../parse/call.ts';
import { snippetOf } from './snippet.ts';
import type { SnippetAgent } from './snippetAgents.ts';

/** What `defer mcp` was asked to serve. */
export interface McpCall {
  readonly version: string;
  readonly host: Host;
}

/** `defer mcp`: serves until the client leaves. */
export async function serve({ version, host }: McpCall): Promise<void> {
  // A folder that there is not is told now, and not with the first call.
  void host.ledgers;
  // While those that started it are there: who it descends from is not asked once more.
  void host.underAgent;
  const { serveMcp } = await import('../../mcp/server.ts');
  serveMcp({ host, version });
}

/** `defer mcp --print`: what adds Defer to an agent, and beside it what is to be done with that. */
export function printed(agent: SnippetAgent, options: GlobalOptions): Reply {
  const [program = 'defer'] = process.argv.slice(1, 2);
  const { text, where } = snippetOf(agent, [process.execPath, resolve(program), ...wordsOf(options)]);
  return { ok: true, say: text, report: `defer: ${where}`, value: { text, hint: where } };
}

const wordsOf = ({ dir, scope, tz }: GlobalOptions): readonly string[] => [
  'mcp',
  ...(dir === undefined ? [] : ['--dir', namedFolder(dir, process.cwd()) ?? dir]),
  ...(scope === 'project' ? [] : ['--scope', scope]),
  ...(tz === undefined ? [] : ['--tz', tz]),
];
