import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where agent-defer keeps what Defer keeps elsewhere; absolute, or from the folder that Defer is called in. */
export interface AgentDeferPlaces {
  /** Its own store, which only an import reads. */
  readonly tasks: string;
  /** For the prompts, one file an entry. */
  readonly prompts: string;
  readonly log: string;
  readonly archive: string;
}

/** The places that agent-defer's environment variables name (docs/compatibility.md, "Environment"). */
export function agentDeferPlaces(env: Readonly<Record<string, string | undefined>>): AgentDeferPlaces {
  const runtime = env['DEFER_RUNTIME_DIR'] || join(homedir(), 'data', 'runtime');
  const logs = env['DEFER_LOG_DIR'] || join(runtime, 'logs');
  return {
    tasks: env['DEFER_TASKS_FILE'] || join(runtime, 'deferred.jsonl'),
    prompts: logs,
    log: env['DEFER_LOG_FILE'] || join(logs, 'defer.log'),
    archive: env['DEFER_ARCHIVE_DIR'] || join(runtime, 'archive'),
  };
}
