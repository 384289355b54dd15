import { hasReadSummary, type Snapshot } from '../files/contextText.ts';
import type { Entry } from '../entry/entry.ts';
import { NOTHING_TO_REPORT } from './nothingToReport.ts';
import { HEARTBEAT_STATE } from '../files/heartbeat.ts';

/**
 * The task itself: the prompt, else the words in which the entry was scheduled; a summary that CONTEXT.md gave says
 * what the work is about, not what is to be done.
 */
export const taskOf = (entry: Entry): string =>
  entry.prompt ?? (hasReadSummary(entry) ? entry.title : (entry.summary ?? entry.title));

/** What the entry wants of the agent, in agent-defer's words; `resume_task` where it does not say. */
export function intentOf(entry: Entry): string {
  const intent = Object.hasOwn(entry.fields, 'intent') ? entry.fields['intent'] : undefined;
  return typeof intent === 'string' && intent.trim() !== '' ? intent : 'resume_task';
}

/** What a prompt is made of besides the entry. */
export interface PromptContext {
  /** The name of the folder of the schedule. */
  readonly folderName: string;
  /** What CONTEXT.md says now, with what the entry says itself; the entry's own snapshot where it is not given. */
  readonly snapshot?: Snapshot | undefined;
  /** Where the run works, and what is not there, as sentences; absent where it works in the checkout. */
  readonly place?: readonly string[] | undefined;
  /** What changed since the entry was scheduled (core/drift.ts). */
  readonly drift?: string | undefined;
  /** Whether nobody watches, so that the agent may say that nobody has to be told (core/agent/nothingToReport.ts). */
  readonly isUnattended?: boolean | undefined;
  /** What a heartbeat's agent is told of earlier ones (core/heartbeat.ts). */
  readonly state?: string | undefined;
}

/** Fixed words of Defer's own, which no approval covers. */
const MAY_BE_SILENT = `Where the person has nothing to learn from this run, end your last message with the line "${NOTHING_TO_REPORT}".`;

/**
 * What an agent is given to read (docs/running.md, "The prompt"). It begins with Defer's own words, so that no text of
 * the file stands where a tool looks for a flag, a file or a command. NUL, which no argument can hold, becomes U+FFFD.
 */
export function renderPrompt(entry: Entry, context: PromptContext): string {
  const about = [
    `You are resuming a deferred task for the person who works in ${JSON.stringify(context.folderName)}.`,
    '',
    `Entry: ${entry.id}`,
    ...(entry.createdBy === undefined ? [] : [`Scheduled by: ${entry.createdBy}`]),
    `Intent: ${intentOf(entry)}`,
    `Mode: ${entry.mode}`,
  ];
  const task = taskOf(entry);
  const { summary, keyPoints, artifacts, constraints } = context.snapshot ?? entry;
  const { state, place = [], drift, isUnattended } = context;
  const parts = [
    about.join('\n'),
    ...(entry.message !== undefined && entry.message !== task ? [`Title:\n${entry.message}`] : []),
    ...(summary !== undefined && summary !== task ? [`Summary:\n${summary}`] : []),
    ...listOf('Key points', keyPoints),
    ...listOf('Artifacts', artifacts),
    ...listOf('Constraints', constraints),
    `Task:\n${task}`,
    ...(state === undefined ? [] : [`State (${HEARTBEAT_STATE}):\n${state}`]),
    ...(place.length === 0 ? [] : [`Place:\n${place.join(' ')}`]),
    ...(drift === undefined ? [] : [`Drift:\n${drift}`]),
    `This is one run of this entry. Do not schedule it again.${isUnattended === true ? ` ${MAY_BE_SILENT}` : ''}`,
  ];
  return `${parts.join('\n\n')}\n`.replaceAll('\0', '\uFFFD');
}

const listOf = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`${title}:\n${items.map(item => `- ${item.replaceAll('\n', '\n  ')}`).join('\n')}`];
