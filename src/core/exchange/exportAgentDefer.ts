import * as l10n from '@vscode/l10n';
import { NEVER } from '../entry/times.ts';
import { reorientMembers, sourceOf, wholeSeconds } from '../agent/agentDeferRecord.ts';
import { isFileId } from '../files/definition.ts';
import type { Entry } from '../entry/entry.ts';
import { memberOf, recordIn, textIn, timeIn } from '../rows/fieldValues.ts';
import { intentOf } from '../agent/prompt.ts';
import type { Digest, Fields } from '../rows/row.ts';
import type { Instant } from '../basics/time.ts';
import { refusal, type Refusal } from '../basics/refusal.ts';

/** An entry as agent-defer keeps it, and what of it that system cannot hold. */
export interface ExportedTask {
  readonly record: Fields;
  /** Names of what stays behind, such as `tags`. */
  readonly behind: readonly string[];
}

const INTENTS: ReadonlySet<string> = new Set(['resume_task', 'notify', 'execute_action']);
const AURAS: ReadonlySet<unknown> = new Set(['low', 'medium', 'high']);

/** Ids that its runner may make a file name of, which it does unchecked (docs/compatibility.md, "Prompt file"). */
const SAFE_ID = /^[A-Za-z0-9_][\w.-]{0,127}$/;

/** When an ended task ended: it is archived by that month. */
const ENDED: ReadonlyMap<string, string> = new Map([
  ['done', 'completed_at'],
  ['failed', 'failed_at'],
  ['cancelled', 'cancelled_at'],
]);

/**
 * An entry as a record of agent-defer (docs/compatibility.md, "Records"), in whole seconds. Not for what it cannot do:
 * repeat, wait, expire, or leave a person the last word; refused then, with a clause that goes behind a colon.
 */
export function toAgentDefer(entry: Entry, digest: Digest): ExportedTask | Refusal {
  const why = whyNot(entry);
  if (why !== undefined) {
    return refusal(why);
  }
  const { summary, message, title, keyPoints, artifacts, constraints, prompt } = entry;
  const about = message ?? title;
  const points = summary !== undefined && summary !== about ? [summary, ...keyPoints] : keyPoints;
  const intent = entry.kind === 'reminder' ? 'notify' : intentOf(entry);
  const aura = memberOf(recordIn(entry.fields, 'execution'), 'aura_level');
  const from = recordIn(entry.fields, 'context');
  const id = SAFE_ID.test(entry.id) ? entry.id : `task_${digest(entry.id)}`;
  const record: Fields = {
    id,
    created_at: wholeSeconds(entry.createdAt ?? (entry.dueAt as Instant)),
    run_at: wholeSeconds(entry.dueAt as Instant),
    type: 'deferred_task',
    intent: INTENTS.has(intent) ? intent : 'resume_task',
    context: {
      summary: about,
      key_points: points,
      artifacts,
      constraints,
      ...(Object.hasOwn(from, 'reoriented_from') && { reoriented_from: textIn(from, 'reoriented_from') ?? null }),
    },
    execution: { mode: entry.mode, prompt_template: prompt ?? about, aura_level: AURAS.has(aura) ? aura : 'low' },
    status: STATUSES.get(entry.status) ?? 'scheduled',
    attempts: entry.attempts,
    max_retries: entry.maxRetries,
    ...reorientMembers(entry),
    ...endOf(entry),
  };
  return { record, behind: behindOf(entry, id) };
}

const STATUSES: ReadonlyMap<string, string> = new Map([
  ['pending', 'scheduled'],
  ['snoozed', 'scheduled'],
  ['done', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
]);

function whyNot(entry: Entry): string | undefined {
  if (entry.newer) {
    return l10n.t('a newer version of Defer wrote it');
  }
  if (!STATUSES.has(entry.status)) {
    return entry.status === 'proposed' ? l10n.t('it is only proposed') : l10n.t('its status is unknown');
  }
  if (entry.repeat !== undefined || isFileId(entry.id)) {
    return l10n.t('it repeats');
  }
  if (entry.waits !== undefined) {
    return l10n.t('it waits for an event');
  }
  if (entry.expires !== NEVER) {
    return l10n.t('it expires');
  }
  if (entry.kind === 'command') {
    return l10n.t('it is a command');
  }
  return entry.dueAt === undefined ? l10n.t('it has no due time') : undefined;
}

function endOf(entry: Entry): Fields {
  const name = ENDED.get(entry.status);
  const at = (name === undefined ? undefined : timeIn(sourceOf(entry), name)) ?? entry.updatedAt ?? entry.dueAt;
  return {
    ...(name !== undefined && at !== undefined && { [name]: wholeSeconds(at) }),
    ...(entry.status === 'cancelled' && { cancel_reason: entry.reason ?? null }),
    ...(entry.lastError !== undefined && { [entry.status === 'failed' ? 'error' : 'last_error']: entry.lastError }),
  };
}

/** What has a place in the record, or says only what any exported entry does. */
const CARRIED: ReadonlySet<string> = new Set([
  ...['status', 'due_at', 'original_due_at', 'created_at', 'updated_at', 'created_by', 'payload', 'intent', 'context'],
  ...[
    'execution',
    'attempts',
    'max_retries',
    'last_error',
    'reason',
    'imported',
    'looked_at',
    'opened_at',
    'run_at',
    'type',
  ],
  ...['reorient', 'reorient_requested'],
]);
const CARRIED_PAYLOAD: ReadonlySet<string> = new Set([
  ...['message', 'summary', 'prompt', 'key_points', 'artifacts', 'constraints', 'mode'],
]);

const CARRIED_SOURCE: ReadonlySet<string> = new Set([
  ...['type', 'status', 'reorient', 'reorient_requested', 'completed_at', 'failed_at', 'cancelled_at', 'error'],
]);

/** What a record of agent-defer holds of each of these. */
const CARRIED_PARTS: Readonly<Record<'context' | 'execution', ReadonlySet<string>>> = {
  context: new Set(['summary', 'key_points', 'artifacts', 'constraints', 'reoriented_from']),
  execution: new Set(['mode', 'prompt_template', 'aura_level']),
};

/** The members of `context` and `execution` that are not carried, or not as what they were. */
function partsBehind({ fields }: Entry): readonly string[] {
  const names = (part: 'context' | 'execution'): readonly string[] =>
    Object.keys(recordIn(fields, part))
      .filter(name => !CARRIED_PARTS[part].has(name))
      .map(name => `${part}.${name}`);
  const aura = memberOf(recordIn(fields, 'execution'), 'aura_level');
  return [
    ...names('context'),
    ...names('execution'),
    ...(aura === undefined || AURAS.has(aura) ? [] : ['execution.aura_level']),
  ];
}

function behindOf(entry: Entry, id: string): readonly string[] {
  const { fields, kind } = entry;
  return [
    ...partsBehind(entry),
    ...(kind === 'reminder' || INTENTS.has(intentOf(entry)) ? [] : ['intent']),
    ...(id === entry.id ? [] : ['id']),
    ...(kind === 'reminder' || kind === 'prompt' ? [] : ['kind']),
    ...Object.keys(recordIn(fields, 'payload')).filter(name => !CARRIED_PAYLOAD.has(name)),
    ...Object.keys(fields).filter(name => name !== 'kind' && !CARRIED.has(name)),
    ...(entry.reason !== undefined && entry.status !== 'cancelled' ? ['reason'] : []),
    ...Object.keys(sourceOf(entry)).filter(name => !CARRIED_SOURCE.has(name)),
  ];
}
