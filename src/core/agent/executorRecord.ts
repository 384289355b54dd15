import { reorientMembers, sourceOf, wholeSeconds } from './agentDeferRecord.ts';
import { reorientedFrom, type Snapshot } from '../files/contextText.ts';
import type { Entry } from '../entry/entry.ts';
import { recordIn, textIn } from '../rows/fieldValues.ts';
import { intentOf, taskOf } from './prompt.ts';
import { FORMAT_VERSION } from '../rows/row.ts';
import type { Instant } from '../basics/time.ts';

/**
 * What an executor reads on its standard input: one JSON object, with a line end, that is both our row and the record
 * of agent-defer, whose executors it is meant for (`run_at`, `intent`, `context`, `execution`, `reorient`,
 * `status: "executing"`; its times are whole seconds). Fields that Defer does not know go along, and what was imported
 * from agent-defer stands where it stood there. `snapshot` is what goes in place of the entry's own, where CONTEXT.md
 * was read again.
 */
export function executorRecord(entry: Entry, startedAt: Instant, snapshot: Snapshot = entry): string {
  const own = recordIn(entry.fields, 'context');
  const from = reorientedFrom(entry);
  const execution = recordIn(entry.fields, 'execution');
  const record = {
    schemaVersion: FORMAT_VERSION,
    ...(textIn(recordIn(entry.fields, 'imported'), 'from') === 'agent-defer' && sourceOf(entry)),
    ...entry.fields,
    id: entry.id,
    kind: entry.kind,
    type: 'deferred_task',
    ...(entry.createdAt !== undefined && { created_at: wholeSeconds(entry.createdAt) }),
    ...(entry.dueAt !== undefined && { run_at: wholeSeconds(entry.dueAt) }),
    intent: intentOf(entry),
    context: {
      key_points: [],
      artifacts: [],
      constraints: [],
      ...own,
      ...(from !== undefined && { reoriented_from: from }),
      summary: snapshot.summary ?? entry.title,
      ...(snapshot.keyPoints.length > 0 && { key_points: snapshot.keyPoints }),
      ...(snapshot.artifacts.length > 0 && { artifacts: snapshot.artifacts }),
      ...(snapshot.constraints.length > 0 && { constraints: snapshot.constraints }),
    },
    execution: { aura_level: 'low', prompt_template: taskOf(entry), ...execution, mode: entry.mode },
    status: 'executing',
    attempts: entry.attempts,
    max_retries: entry.maxRetries,
    ...reorientMembers(entry),
    started_at: wholeSeconds(startedAt),
  };
  return `${JSON.stringify(record)}\n`;
}
