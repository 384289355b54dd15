import { resolve } from 'node:path';
import { descendsFromRun } from '../runner/ancestors.ts';
import type { Host } from '../verbs/verb.ts';
import { namedFolder } from './folder.ts';
import type { GlobalOptions } from './call.ts';
import { snippetOf } from './snippet.ts';
import type { SnippetAgent } from './snippetAgents.ts';

/** What `defer mcp` was asked for. */
export interface McpCall {
  /** The agent whose settings are to be shown instead of serving. */
  readonly print?: string;
  readonly options: GlobalOptions;
  readonly version: string;
  readonly host: () => Host;
}

/** `defer mcp`: serves until the client leaves, or prints what adds Defer to an agent. Gives the exit code. */
export async function mcp({ print, options, version, host }: McpCall): Promise<number> {
  if (print !== undefined) {
    const [program = 'defer'] = process.argv.slice(1, 2);
    const { text, where } = snippetOf(print as SnippetAgent, [process.execPath, resolve(program), ...wordsOf(options)]);
    process.stdout.write(`${text}\n`);
    process.stderr.write(`defer: ${where}\n`);
    return 0;
  }
  const served = host();
  // A folder that there is not is told now, and not with the first call.
  void served.ledgers;
  const underAgent = served.underAgent === true || descendsFromRun(process.ppid);
  const { serveMcp } = await import('../mcp/server.ts');
  serveMcp({ host: { ...served, underAgent }, version });
  return 0;
}

const wordsOf = ({ dir, scope, tz }: GlobalOptions): readonly string[] => [
  'mcp',
  ...(dir === undefined ? [] : ['--dir', namedFolder(dir, process.cwd()) ?? dir]),
  ...(scope === 'project' ? [] : ['--scope', scope]),
  ...(tz === undefined ? [] : ['--tz', tz]),
];
