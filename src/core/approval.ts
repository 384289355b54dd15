import { isRefusal, refusal, type Refusal } from './refusal.ts';
import type { Entry } from './entry.ts';
import { heartbeatStateOf } from './heartbeat.ts';
import type { LaunchPlan } from './launch.ts';
import type { Fields } from './row.ts';
import type { Instant } from './time.ts';
import { fellDueAt } from './automatic.ts';

/**
 * All that a person approves when an entry may run without anybody (RUNNING.md, "At most once"), as data: what is shown,
 * compared, and hashed. Nothing in it differs from run to run.
 */
export interface Approvable {
  readonly id: string;
  readonly kind: string;
  /** The profile's name, or `command`. */
  readonly agent: string;
  readonly mode: string;
  /** The name of the conversation, where the entry says one. */
  readonly session: string | null;
  /** By what rule it comes again, and what it waits for, as canonical JSON. */
  readonly repeat: string | null;
  readonly waits_for: string | null;
  /** The schedule's folder and the one it runs in, real paths. */
  readonly folder: string;
  readonly cwd: string;
  readonly executable: string;
  readonly called_as: string;
  /** How the prompt reaches the agent. */
  readonly input: string;
  /** The argument vectors that its runs are made from, with placeholders. */
  readonly vectors: readonly (readonly string[])[];
  /** The rendered prompt; empty for a command. */
  readonly prompt: string;
  /** What an executor reads besides: the entry's fields, as canonical JSON; null for all others. */
  readonly record: string | null;
}

/** That a person approved something, and when; kept outside of every workspace. */
export interface Grant {
  /** SHA-256 of `approvedText`, hex. */
  readonly hash: string;
  readonly approvedAt: Instant;
}

/** What an approval of an entry would cover. `plan` is one without a person; `folder` the schedule's real path. */
export function approvableOf(entry: Entry, plan: LaunchPlan, folder: string): Approvable {
  const { input, vectors } = plan.pattern;
  return {
    id: entry.id,
    kind: entry.kind,
    agent: plan.agent,
    mode: entry.mode,
    session: entry.session ?? null,
    repeat: canonicalOrNull(entry.fields, 'repeat'),
    waits_for: waitedFor(entry),
    folder,
    cwd: plan.cwd,
    executable: plan.executable,
    called_as: plan.calledAs,
    input,
    vectors,
    prompt: plan.basis,
    record: input === 'executor' ? canonical(recordOf(entry)) : null,
  };
}

/** The text whose hash an approval keeps: the same for the same content, however the row is written. */
export const approvedText = (content: Approvable): string => canonical(content);

/**
 * Why an approval does not cover what an entry is now. It covers only what fell due after it was given: nothing that
 * was late when it was first seen starts by itself.
 */
export function grantRefusal(grant: Grant | undefined, hash: string, entry: Entry, now: Instant): Refusal | undefined {
  if (!grant) {
    return refusal('It is not approved to run without a person. Look at it and allow it ("defer allow <id>").');
  }
  if (grant.hash !== hash) {
    return refusal(
      'It has changed since it was approved. Look at what changed and allow it anew ("defer allow <id>").',
    );
  }
  const fell = fellDueAt(entry, now);
  return fell !== undefined && fell > grant.approvedAt
    ? undefined
    : refusal('It was due before it was approved, so this time is left to a person. Run it with "defer run <id>".');
}

/** Members of `waits_for` that say what is waited for; the others follow how things stand. */
const WAITED_FOR = ['file', 'after', 'merged', 'into', 'exits', 'host'] as const;

function waitedFor({ fields, waits }: Entry): string | null {
  const value = Object.hasOwn(fields, 'waits_for') ? fields['waits_for'] : undefined;
  if (waits === undefined || isRefusal(waits) || typeof value !== 'object' || value === null) {
    return null;
  }
  const said = value as Fields;
  return canonical(WAITED_FOR.map(name => (Object.hasOwn(said, name) ? said[name] : null)));
}

/** Fields that change as an entry lives on. */
const LIVELY: ReadonlySet<string> = new Set([
  ...[
    'status',
    'due_at',
    'run_at',
    'original_due_at',
    'slot',
    'updated_at',
    'looked_at',
    'attempts',
    'last_error',
    'reason',
  ],
  ...['waits_for', 'started_at', 'last_attempt_at'],
]);

function recordOf(entry: Entry): Fields {
  const kept = Object.entries(entry.fields).filter(([name]) => !LIVELY.has(name));
  const record = Object.fromEntries(kept);
  if (heartbeatStateOf(entry) === undefined) {
    return record;
  }
  const payload = Object.entries(record['payload'] as Fields).filter(([name]) => name !== 'state');
  return { ...record, payload: Object.fromEntries(payload) };
}

function canonicalOrNull(fields: Fields, name: string): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return value === undefined || value === null ? null : canonical(value);
}

/** JSON with the members of every object in one order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
