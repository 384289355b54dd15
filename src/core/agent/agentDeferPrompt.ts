import type { Snapshot } from '../files/contextText.ts';
import type { Entry } from '../entry/entry.ts';
import { recordIn, textIn, textsIn } from '../rows/fieldValues.ts';
import { intentOf, taskOf } from './prompt.ts';

/**
 * The prompt of an entry as agent-defer writes it into a file, in its layout to the byte (docs/compatibility.md,
 * "Prompt file"). What an entry that comes from there says in its own words (`context`, `execution`) counts. `snapshot`
 * is what goes in place of the entry's own, where CONTEXT.md was read again.
 */
export function agentDeferPrompt(entry: Entry, snapshot: Snapshot = entry): string {
  const context = recordIn(entry.fields, 'context');
  const items = (name: string, own: readonly string[]): string => {
    const all = own.length > 0 ? own : textsIn(context, name);
    return all.length > 0 ? all.map(item => `- ${item}`).join('\n') : '- (none)';
  };
  return [
    'You are resuming a deferred task.',
    `Task ID: ${entry.id}\nIntent: ${intentOf(entry)}\nMode: ${entry.mode}`,
    `Summary:\n${snapshot.summary ?? entry.title}`,
    `Key Points:\n${items('key_points', snapshot.keyPoints)}`,
    `Artifacts:\n${items('artifacts', snapshot.artifacts)}`,
    `Constraints:\n${items('constraints', snapshot.constraints)}`,
    `Task:\n${textIn(recordIn(entry.fields, 'execution'), 'prompt_template') ?? taskOf(entry)}\n`,
  ].join('\n\n');
}
