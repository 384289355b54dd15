import type { Fields, Verb } from '../../verbs/verb.ts';
import { SHELLS } from './call.ts';
import { SNIPPET_AGENTS } from '../start/snippetAgents.ts';

/** A command that asks nothing of a schedule, described as verbs are. */
export type OtherCommand<F extends Fields = Fields> = Pick<Verb<F>, 'name' | 'help' | 'examples' | 'input'>;

const defineCommand = <const F extends Fields>(command: OtherCommand<F>): OtherCommand<F> => command;

/** `defer completion`. */
export const COMPLETION = defineCommand({
  name: 'completion',
  help: 'Print a script that completes commands in your shell.',
  examples: [
    'defer completion bash >> ~/.bashrc',
    'defer completion zsh > "${fpath[1]}/_defer"',
    'defer completion fish > ~/.config/fish/completions/defer.fish',
  ],
  input: { shell: { kind: 'choice', argument: true, choices: SHELLS, help: 'Which shell' } },
});

/** `defer mcp`. */
export const MCP = defineCommand({
  name: 'mcp',
  help: 'Serve the schedule to agents over MCP, on standard input and output.',
  examples: ['defer mcp --print claude', 'defer mcp --print cursor --scope all', 'defer mcp --scope all'],
  input: {
    print: {
      kind: 'choice',
      choices: SNIPPET_AGENTS,
      optional: true,
      help: 'print how to add Defer to this agent, and exit',
    },
  },
});
