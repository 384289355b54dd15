import type { Entry } from './entry.ts';
import { HEARTBEAT_STATE, heartbeatStateOf } from './heartbeat.ts';

/** The task itself: the prompt, else the words in which the entry was scheduled. */
export const taskOf = (entry: Entry): string => entry.prompt ?? entry.summary ?? entry.title;

/** What the entry wants of the agent, in agent-defer's words; `resume_task` where it does not say. */
export function intentOf(entry: Entry): string {
  const intent = Object.hasOwn(entry.fields, 'intent') ? entry.fields['intent'] : undefined;
  return typeof intent === 'string' && intent.trim() !== '' ? intent : 'resume_task';
}

/**
 * What an agent is given to read (RUNNING.md, "The prompt"). It begins with Defer's own words, so that no text of the
 * file stands where a tool looks for a flag, a file or a command. NUL, which no argument can hold, becomes U+FFFD.
 */
export function renderPrompt(entry: Entry, place: { readonly folderName: string }): string {
  const about = [
    `You are resuming a deferred task for the person who works in ${JSON.stringify(place.folderName)}.`,
    '',
    `Entry: ${entry.id}`,
    ...(entry.createdBy === undefined ? [] : [`Scheduled by: ${entry.createdBy}`]),
    `Intent: ${intentOf(entry)}`,
    `Mode: ${entry.mode}`,
  ];
  const task = taskOf(entry);
  const state = heartbeatStateOf(entry);
  const parts = [
    about.join('\n'),
    ...(entry.message !== undefined && entry.message !== task ? [`Title:\n${entry.message}`] : []),
    ...(entry.summary !== undefined && entry.summary !== task ? [`Summary:\n${entry.summary}`] : []),
    ...listOf('Key points', entry.keyPoints),
    ...listOf('Artifacts', entry.artifacts),
    ...listOf('Constraints', entry.constraints),
    `Task:\n${task}`,
    ...(state === undefined ? [] : [`State (${HEARTBEAT_STATE}):\n${state}`]),
    'This is one run of this entry. Do not schedule it again.',
  ];
  return `${parts.join('\n\n')}\n`.replaceAll('\0', '\uFFFD');
}

const listOf = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`${title}:\n${items.map(item => `- ${item.replaceAll('\n', '\n  ')}`).join('\n')}`];
