import { toIso, type Instant } from '../core/time.ts';
import type { Picture } from './picture.ts';

/** Where an entry is kept: `project` with its workspace folder, or `global` with the home folder. */
export interface Home {
  readonly scope: 'project' | 'global';
  readonly folder: string;
}

/**
 * An entry as `--json` and the tools give it. Names and words are those of the file (FORMAT.md); times are ISO text
 * in UTC, `late_ms` milliseconds, what is not there is null. Texts are as in the file: JSON escapes what a terminal
 * would obey, and whoever shows them cleans them.
 */
export function toJson({ entry, group, late, runs }: Picture, home: Home): Record<string, unknown> {
  return {
    id: entry.id,
    title: entry.title,
    kind: entry.kind,
    status: entry.status,
    group,
    due_at: isoOrNull(entry.dueAt),
    original_due_at: isoOrNull(entry.originalDueAt),
    expires_at: isoOrNull(entry.expiresAt),
    late_ms: late,
    agent: entry.agent ?? null,
    mode: entry.mode,
    session: entry.session ?? null,
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
    last_error: entry.lastError ?? null,
    reason: entry.reason ?? null,
    created_at: isoOrNull(entry.createdAt),
    updated_at: isoOrNull(entry.updatedAt),
    created_by: entry.createdBy ?? null,
    newer_format: entry.newer,
    line: entry.line,
    runs,
  };
}

const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : toIso(at));
