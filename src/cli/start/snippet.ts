import type { SnippetAgent } from './snippetAgents.ts';

/** What adds Defer to an agent, and what is to be done with it. */
export interface Snippet {
  /** A command line, or the text of a settings file. */
  readonly text: string;
  readonly where: string;
}

/** What says under which run a server is; some agents keep their environment from servers unless they are told. */
const HANDED_ON = ['DEFER_RUN_ID', 'DEFER_ENTRY_ID', 'DEFER_AGENT'];

/** Makes the snippet for an agent. `vector` starts the server: an executable and its arguments. */
export function snippetOf(agent: SnippetAgent, vector: readonly string[]): Snippet {
  const [command = '', ...args] = vector;
  const run = 'Run this in a terminal.';
  switch (agent) {
    case 'claude':
      return { text: line(['claude', 'mcp', 'add', '--scope', 'user', 'defer', '--', ...vector]), where: run };
    case 'codex':
      return {
        text: line(['codex', 'mcp', 'add', 'defer', '--', ...vector]),
        where: `${run} Then add env_vars = ${JSON.stringify(HANDED_ON)} below [mcp_servers.defer] in ~/.codex/config.toml, so that Defer recognises agents that it started.`,
      };
    case 'copilot':
      return { text: line(['copilot', 'mcp', 'add', 'defer', '--', ...vector]), where: run };
    case 'gemini':
      return {
        text: json({ mcpServers: { defer: { command, args } } }),
        where: 'Put this into ~/.gemini/settings.json.',
      };
    case 'cursor':
      return { text: json({ mcpServers: { defer: { command, args } } }), where: 'Put this into ~/.cursor/mcp.json.' };
    case 'vscode':
      return {
        text: json({ servers: { defer: { type: 'stdio', command, args: inFolder(args) } } }),
        where: 'Put this into .vscode/mcp.json. With the Defer extension, the setting defer.mcp.enabled does the same.',
      };
  }
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** VS Code starts servers in no folder of the window unless it is told. */
const inFolder = (args: readonly string[]): readonly string[] =>
  args.includes('--dir') || args.includes('--scope') ? args : [...args, '--dir', '${workspaceFolder}'];

const line = (words: readonly string[]): string => words.map(quoted).join(' ');

const quoted = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(word)) {
    return word;
  }
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`;
};
