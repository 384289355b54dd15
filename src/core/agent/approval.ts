import { coveredFields, coveredRepeat, coveredWait } from './covered.ts';
import type { Budget } from './budget.ts';
import type { Entry } from '../entry/entry.ts';
import type { LaunchPlan } from './launch.ts';
import type { Brings } from './worktreePlan.ts';

/**
 * All that a person approves when an entry may run without anybody (docs/running.md, "At most once"), as data: what is
 * shown, compared, and hashed. Nothing in it differs from run to run.
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
  /** How often a failed run of it is tried again. */
  readonly retries: number;
  /** What bounds its runs; absent where nothing does, as in every approval of earlier versions. */
  readonly budget?: Budget;
  /** The schedule's folder and the one it runs in, real paths. */
  readonly folder: string;
  readonly cwd: string;
  /** Absent where it works in the checkout, as all runs did once: such approvals stay what they are. */
  readonly works_in?: { readonly place: 'worktree' } & Brings;
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

/** What an approval of an entry would cover. `plan` is one without a person; `folder` the schedule's real path. */
export function approvableOf(entry: Entry, plan: LaunchPlan, folder: string): Approvable {
  const { input, vectors } = plan.pattern;
  return {
    id: entry.id,
    kind: entry.kind,
    agent: plan.agent,
    mode: entry.mode,
    session: entry.session ?? null,
    repeat: canonicalOrNull(coveredRepeat(entry)),
    waits_for: canonicalOrNull(coveredWait(entry)),
    retries: entry.maxRetries,
    ...(plan.budget && { budget: plan.budget }),
    folder,
    cwd: plan.cwd,
    ...(plan.worktree && { works_in: { place: 'worktree', ...plan.worktree.brings } }),
    executable: plan.executable,
    called_as: plan.calledAs,
    input,
    vectors,
    prompt: plan.basis,
    record: input === 'executor' ? canonical(coveredFields(entry)) : null,
  };
}

/**
 * What approvals of this version cover, by number. Version 0.1.0 has no number. It is raised where a run depends on
 * something that earlier approvals did not show: then a difference need not come from the entry.
 */
export const APPROVAL_FORMAT = 2;

/** The text whose hash an approval keeps: the same for the same content, however the row is written. */
export const approvedText = (content: Approvable): string => canonical(content);

const canonicalOrNull = (value: unknown): string | null =>
  value === undefined || value === null ? null : canonical(value);

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
