import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isPlain } from '../text/escaped.ts';
import type { HookTool } from '../view/statusText.ts';

/** What starts the command line on this machine. Paths are absolute. */
export interface ProgramCall {
  readonly node: string;
  /** Whether that is the editor's own program, which is Node only when it is told to be. */
  readonly isElectron: boolean;
  readonly cli: string;
}

/** What a person puts into the settings of an agent. */
export interface Hook {
  /** A settings file, or the part of one that is to be added. */
  readonly text: string;
  /** Where it goes, in sentences. */
  readonly where: string;
}

/** How long an agent waits for the answer, in seconds. */
const LONGEST = 10;

/** The beginnings of a session at which its agent has not been told yet, as Claude Code and Codex name them. */
const STARTS = 'startup|resume|clear';

/**
 * Makes the hook that tells an agent what is due when its session starts. Refused where it could not be written down.
 */
export function hookFor(tool: HookTool, { node, isElectron, cli }: ProgramCall): Hook | Refusal {
  if (isElectron) {
    return refusal('A hook is started by Node, and no Node was found on your PATH. Install Node 20 or newer first.');
  }
  if (![node, cli].every(path => isPlain(path))) {
    return refusal('A path with a line break or an invisible character cannot be written into a hook.');
  }
  const words = [node, cli, 'status', '--session-start', tool];
  const { text, where } = settingsOf(tool, words);
  const update = /\/\.?vscode[^/]*\/extensions\//.test(cli.replaceAll('\\', '/'))
    ? ' It names one version of the extension: print it again after an update.'
    : '';
  return { text, where: `${where}${update}` };
}

function settingsOf(tool: HookTool, words: readonly string[]): Hook {
  switch (tool) {
    case 'claude':
      return { text: sessionStart(words), where: 'Add this to what is in ~/.claude/settings.json.' };
    case 'codex':
      return {
        text: sessionStart(words),
        where: 'Add this to ~/.codex/hooks.json. Codex asks you to trust it when it starts the next time.',
      };
    case 'gemini': {
      const hook = { name: 'defer', type: 'command', command: shellLine(words), timeout: LONGEST * 1000 };
      return {
        text: json({ hooks: { SessionStart: [{ hooks: [hook] }] } }),
        where: 'Add this to what is in ~/.gemini/settings.json.',
      };
    }
    case 'copilot': {
      const command = isWindows(words) ? { powershell: powershellLine(words) } : { bash: shellLine(words) };
      const hook = { type: 'command', ...command, timeoutSec: LONGEST };
      return {
        text: json({ version: 1, hooks: { sessionStart: [hook] } }),
        where: 'Put this into ~/.copilot/hooks/defer.json.',
      };
    }
    case 'opencode':
      return { text: plugin(words), where: 'Put this into ~/.config/opencode/plugins/defer.js.' };
  }
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const sessionStart = (words: readonly string[]): string =>
  json({
    hooks: {
      SessionStart: [{ matcher: STARTS, hooks: [{ type: 'command', command: shellLine(words), timeout: LONGEST }] }],
    },
  });

/** The part of Node that starts programs; the plugin imports it, not Defer. */
const STARTER = 'node:child_process';

/**
 * OpenCode has no hook for commands. It asks a plugin for each request, so a session keeps the answer it began with.
 */
const plugin = ([
  node = '',
  ...args
]: readonly string[]): string => `// Tells the agent what is due in the folder. Printed by "defer hook opencode".
import { execFile } from ${JSON.stringify(STARTER)};

export const Defer = async ({ directory }) => {
  const ask = () =>
    new Promise(resolve => {
      const options = { cwd: directory, timeout: ${LONGEST * 1000} };
      execFile(${JSON.stringify(node)}, ${JSON.stringify(args)}, options, (error, text) => resolve(error ? '' : text.trim()));
    });
  const answers = new Map();
  return {
    'experimental.chat.system.transform': async ({ sessionID }, { system }) => {
      if (!answers.has(sessionID)) answers.set(sessionID, ask());
      const text = await answers.get(sessionID);
      if (text !== '') system.push(text);
    },
  };
};`;

const isWindows = ([node = '']: readonly string[]): boolean => /^(?:[A-Za-z]:|\\\\)/.test(node);

/**
 * A command line for the shell that hooks are given to. On Windows that is Git Bash or cmd.exe: both take such quotes.
 */
const shellLine = (words: readonly string[]): string =>
  words
    .map(word => {
      if (/^[\w./:=@+,-]+$/.test(word)) {
        return word;
      }
      return isWindows(words) ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`;
    })
    .join(' ');

const powershellLine = (words: readonly string[]): string =>
  `& ${words.map(word => `'${word.replaceAll("'", "''")}'`).join(' ')}`;
