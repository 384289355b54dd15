import * as l10n from '@vscode/l10n';
import { budgetText } from '../../core/agent/budget.ts';
import { isFileOnly, type LaunchPlan } from '../../core/agent/launch.ts';
import { placeSentences } from '../../core/agent/worktreePlan.ts';
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
    ? [l10n.t('none: DEFER_EXECUTOR names no executor'), []]
    : [clean(agent), [l10n.t('Conversation: {0}', conversationText(plan))]];
  return [
    ...(isCommand ? [] : [l10n.t('Agent:        {0}', unattended ? l10n.t('{0}, automatically', who) : who)]),
    l10n.t('Folder:       {0}', clean(cwd)),
    ...placeLines(plan),
    ...(budget ? [l10n.t('Budget:       {0}', budgetText(budget))] : []),
    ...(isCommand ? [] : [...conversation, l10n.t('Prompt:       {0}', wayText(plan))]),
    '',
    ...(isFileOnly(plan) ? [l10n.t('Nothing is started.')] : [l10n.t('Arguments:'), vectorText(vector)]),
    ...(stdin === undefined || stdin === prompt ? [] : ['', l10n.t('Standard input:'), exact(stdin)]),
    ...(isCommand ? [] : ['', l10n.t('Prompt:'), exact(prompt)]),
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
      ? l10n.t('a worktree of its own, on a new branch "defer/…"')
      : l10n.t('the worktree of the earlier run {0}', goesOn.slice(0, 8));
  return [
    l10n.t('Works in:     {0}', where),
    ...(told ? placeSentences(told).map(sentence => `              ${clean(sentence)}`) : []),
    ...(brings.copy.length > 0 ? [l10n.t('Copied:       {0}', clean(brings.copy.join(', ')))] : []),
    ...(brings.link.length > 0 ? [l10n.t('Linked:       {0}', clean(brings.link.join(', ')))] : []),
  ];
}

function conversationText({ mode, session, sessionKey }: LaunchPlan): string {
  if (session === undefined) {
    return mode === 'callback' && sessionKey !== undefined ? l10n.t('the entry’s own') : l10n.t('the agent decides');
  }
  // Each run gets a new conversation, so this id is only an example.
  return mode === 'callback' ? clean(session) : l10n.t('a new one, with an id that is made at the start');
}

function wayText({ prompt, stdin, artifact }: LaunchPlan): string {
  if (artifact !== undefined) {
    return stdin === undefined
      ? l10n.t('written to {0}', clean(artifact))
      : l10n.t('written to {0}, and in the record on standard input', clean(artifact));
  }
  if (stdin === undefined) {
    return l10n.t('given as an argument');
  }
  return stdin === prompt ? l10n.t('given on standard input') : l10n.t('in the record on standard input');
}

const exact = (text: string): string => escaped(text).trimEnd();
