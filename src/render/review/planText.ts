import { budgetText } from '../../core/agent/budget.ts';
import { isFileOnly, type LaunchPlan } from '../../core/agent/launch.ts';
import { clean } from '../text/clean.ts';
import { escaped } from '../text/escaped.ts';
import { vectorText } from '../text/entryText.ts';

/**
 * What a run would start, for a person to look through before: where, in which conversation, the whole argument vector
 * and the prompt to the letter. What is not printable stands there as an escape, and nothing is masked.
 */
export function planText(plan: LaunchPlan): string {
  const { agent, cwd, prompt, stdin, unattended, budget } = plan;
  const isCommand = agent === 'command';
  const vector = [plan.executable, ...plan.args];
  const [who, conversation] = isFileOnly(plan)
    ? ['none: DEFER_EXECUTOR names no executor', []]
    : [clean(agent), [`Conversation: ${conversationText(plan)}`]];
  return [
    ...(isCommand ? [] : [`Agent:        ${who}${unattended ? ', automatically' : ''}`]),
    `Folder:       ${clean(cwd)}`,
    ...placeLines(plan),
    ...(budget ? [`Budget:       ${budgetText(budget)}`] : []),
    ...(isCommand ? [] : [...conversation, `Prompt:       ${wayText(plan)}`]),
    '',
    ...(isFileOnly(plan) ? ['Nothing is started.'] : ['Arguments:', vectorText(vector)]),
    ...(stdin === undefined || stdin === prompt ? [] : ['', 'Standard input:', exact(stdin)]),
    ...(isCommand ? [] : ['', 'Prompt:', exact(prompt)]),
  ].join('\n');
}

/** Where it works, where that is not the folder itself. */
function placeLines({ worktree }: LaunchPlan): readonly string[] {
  if (!worktree) {
    return [];
  }
  const { told, brings, goesOn } = worktree;
  const where =
    goesOn === undefined
      ? 'a worktree of its own, on a new branch "defer/…"'
      : `the worktree of the earlier run ${goesOn.slice(0, 8)}`;
  return [
    `Works in:     ${where}`,
    ...told.map(sentence => `              ${clean(sentence)}`),
    ...(brings.copy.length > 0 ? [`Copied:       ${clean(brings.copy.join(', '))}`] : []),
    ...(brings.link.length > 0 ? [`Linked:       ${clean(brings.link.join(', '))}`] : []),
  ];
}

function conversationText({ mode, session, sessionKey }: LaunchPlan): string {
  if (session === undefined) {
    return mode === 'callback' && sessionKey !== undefined ? 'the entry’s own' : 'the agent decides';
  }
  // Each run gets a new conversation, so this id is only an example.
  return mode === 'callback' ? clean(session) : 'a new one, with an id that is made at the start';
}

function wayText({ prompt, stdin, artifact }: LaunchPlan): string {
  if (artifact !== undefined) {
    return `written to ${clean(artifact)}${stdin === undefined ? '' : ', and in the record on standard input'}`;
  }
  if (stdin === undefined) {
    return 'given as an argument';
  }
  return stdin === prompt ? 'given on standard input' : 'in the record on standard input';
}

const exact = (text: string): string => escaped(text).trimEnd();
