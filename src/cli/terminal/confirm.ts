import { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import type { Question } from '../../verbs/question.ts';

/**
 * What tools that let a model type into a shell set there. Such a shell is no person's, even where it looks like a
 * terminal. An agent that hides this acts against the person whose account it has, which nothing here can prevent.
 */
const AGENT_SHELLS = [
  ...['CLAUDECODE', 'GEMINI_CLI', 'CODEX_SANDBOX', 'CODEX_SANDBOX_NETWORK_DISABLED', 'COPILOT_CLI', 'OPENCODE'],
  ...['CURSOR_AGENT', 'AI_AGENT', 'DEFER_RUN_ID'],
];

/** Asks the person at the terminal; whoever has none, or is an agent's shell, is not asked, and it is not done. */
export async function confirm({ title, detail, yes, also, page }: Question): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY || AGENT_SHELLS.some(name => process.env[name])) {
    return false;
  }
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const where = also?.place === 'here' ? 'in the checkout' : 'in a worktree';
    const other = also ? `To let it run ${where} instead, answer no and run: ${also.command}\n` : '';
    const text = `${page ? `${page.text}\n\n` : ''}${title}\n${detail}\n${other}${yes}? Type yes: `;
    const answer = await lines.question(text);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    lines.close();
  }
}
