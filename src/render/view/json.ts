import { contextAskOf } from '../../core/files/contextText.ts';
import { budgetJson, budgetOf } from '../../core/agent/budget.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { waitsText } from '../../core/entry/waitsText.ts';
import { standingJson } from '../../core/conversations/conversationStanding.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { orNone } from '../../core/entry/times.ts';
import { othersOf } from '../row/elsewhereText.ts';
import type { EntryView } from './entryView.ts';

/** Where an entry is kept: `project` with its workspace folder, or `global` with the home folder. */
export interface Home {
  readonly scope: 'project' | 'global';
  readonly folder: string;
}

/**
 * An entry as `--json` and the tools give it. Names and words are those of the file (FORMAT.md); times are ISO text
 * in UTC, `late_ms` milliseconds, what is not there is null. `due_at` is when it comes up: the next slot where a repeat
 * passes over what it missed, null where it is paused; `slot` the time of its rule that it stands for, wherever it was
 * moved to, and for what does not repeat when it was first due. `missed` are the slots of a repeat that came and were
 * not dealt with, the one that is due among them; `approved` whether it may run without a person, where that was asked;
 * `repeats` its rule in words, `next` when it comes up next; `conversation` is the state of the conversation that it
 * continues, where that was looked at. `context` says which CONTEXT.md is read again when it runs: `{}` for the one
 * that is looked up. `elsewhere`: other schedulers that may start the same work. Texts are as in the file: JSON escapes
 * what a terminal would obey, and whoever shows them cleans them.
 */
export function toJson(seen: EntryView, home: Home): Record<string, unknown> {
  const { entry, group, late, missed, runs } = seen;
  const { repeat } = entry;
  const budget = budgetOf(entry);
  return {
    id: entry.id,
    title: entry.title,
    kind: entry.kind,
    status: entry.status,
    group,
    due_at: isoOrNull(seen.due),
    original_due_at: isoOrNull(entry.originalDueAt),
    slot: isoOrNull(orNone(entry.slot)),
    expires_at: isoOrNull(orNone(entry.expires)),
    late_ms: late,
    repeat: entry.fields['repeat'] ?? null,
    repeats: repeat === undefined || isRefusal(repeat) ? null : repeat.words,
    repeat_problem: isRefusal(repeat) ? repeat.why : null,
    paused: entry.isPaused,
    waits_for: entry.fields['waits_for'] ?? null,
    waits: entry.waits === undefined || isRefusal(entry.waits) ? null : waitsText(entry.waits),
    waits_problem: isRefusal(entry.waits) ? entry.waits.why : (entry.observation?.doubt ?? null),
    process: entry.fields['process'] ?? null,
    file: entry.file ?? null,
    elsewhere: othersOf(seen).map(({ scheduler, where }) => ({ scheduler, where: where ?? null })),
    next: seen.next.map(toIso),
    missed: missed ? { count: missed.count, since: toIso(missed.first), skipped: seen.skipped } : null,
    agent: entry.agent ?? null,
    mode: entry.mode,
    session: entry.session ?? null,
    cwd: entry.cwd ?? null,
    in: entry.place ?? null,
    origin: entry.fields['origin'] ?? null,
    context: contextAskOf(entry) ?? null,
    scope: home.scope,
    folder: home.folder,
    summary: entry.summary ?? null,
    prompt: entry.prompt ?? null,
    key_points: entry.keyPoints,
    artifacts: entry.artifacts,
    constraints: entry.constraints,
    command: entry.command,
    tags: entry.tags,
    priority: entry.priority ?? null,
    attempts: entry.attempts,
    max_retries: entry.maxRetries,
    budget: isRefusal(budget) ? null : budgetJson(budget),
    budget_problem: isRefusal(budget) ? budget.why : null,
    last_error: entry.lastError ?? null,
    reason: entry.reason ?? null,
    note: entry.note ?? null,
    created_at: isoOrNull(entry.createdAt),
    updated_at: isoOrNull(entry.updatedAt),
    created_by: entry.createdBy ?? null,
    ...(seen.approved !== undefined && { approved: seen.approved }),
    ...(seen.conversation !== undefined && { conversation: standingJson(seen.conversation) }),
    newer_format: entry.newer,
    line: entry.line,
    runs,
  };
}

const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : toIso(at));
