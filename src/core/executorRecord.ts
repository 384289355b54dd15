import { reorientedFrom, type Snapshot } from './contextFile.ts';
import type { Entry } from './entry.ts';
import { intentOf, taskOf } from './prompt.ts';
import { FORMAT_VERSION } from './row.ts';
import { toIso, type Instant } from './time.ts';

/**
 * What an executor reads on its standard input: one JSON object, with a line end, that is both our row and the record
 * of agent-defer, whose executors it is meant for (`run_at`, `intent`, `context`, `execution`, `status: "executing"`;
 * its times are whole seconds). Fields that Defer does not know go along. `snapshot` is what goes in place of the
 * entry's own, where CONTEXT.md was read again.
 */
export function executorRecord(entry: Entry, startedAt: Instant, snapshot: Snapshot = entry): string {
  const own = memberOf(entry, 'context');
  const from = reorientedFrom(entry);
  const execution = memberOf(entry, 'execution');
  const record = {
    schemaVersion: FORMAT_VERSION,
    ...entry.fields,
    id: entry.id,
    kind: entry.kind,
    type: 'deferred_task',
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
    started_at: wholeSeconds(startedAt),
  };
  return `${JSON.stringify(record)}\n`;
}

const wholeSeconds = (at: Instant): string => `${toIso(at).slice(0, 19)}Z`;

function memberOf(entry: Entry, name: string): Readonly<Record<string, unknown>> {
  const value = Object.hasOwn(entry.fields, name) ? entry.fields[name] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
