import fc from 'fast-check';
import { instant, toIso } from '../../src/core/basics/time.ts';

/** A record of agent-defer, as one line of its file says it. */
export type AgentDeferTask = Readonly<Record<string, unknown>> & { readonly id: string };

const START = Date.UTC(2026, 9, 1);
const seconds = (at: number): string => `${toIso(instant(at)).slice(0, 19)}Z`;
const two = (value: number): string => String(value).padStart(2, '0');

/** `task_20261122_100000_4711`: the second in which it was made, UTC, and the process that made it. */
function idAt(at: number, pid: number): string {
  const [date = '', clock = ''] = seconds(at).slice(0, -1).split('T');
  return `task_${date.replaceAll('-', '')}_${clock.replaceAll(':', '')}_${pid}`;
}

/** A text of one line with something in it to read. */
const line = fc.oneof(
  fc.constantFrom('Go on', 'Résumé of 项目', '"quoted" \\ $(id) `x`', '- a list', 'x'.repeat(300), '🙂 …'),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter(text => /\S/.test(text) && !/[\n\r\0]/.test(text)),
);
const lines = fc.array(line, { maxLength: 3 });
const text = fc.oneof(
  line,
  fc.tuple(line, line).map(parts => parts.join('\n')),
);

/**
 * What `--context-json`, `--project` and `--context-file` leave in a record: without context json there is no
 * `reoriented_from`, and with one that does not say it, it is null.
 */
const reorient = fc.constantFrom(
  { from: undefined, requested: false, project: null, explicit_context_file: null },
  { from: null, requested: false, project: null, explicit_context_file: null },
  { from: '/home/me/notes/CONTEXT.md', requested: true, project: null, explicit_context_file: '~/notes/CONTEXT.md' },
  { from: '/home/me/data/x/CONTEXT.md', requested: true, project: 'x', explicit_context_file: null },
  { from: '/home/me/CONTEXT.md', requested: true, project: null, explicit_context_file: null },
);

const status = fc.constantFrom('scheduled', 'scheduled', 'retried', 'completed', 'failed', 'cancelled');

/** What only its runner keeps of a run that is over; an export goes without, and says so. */
export const RUN_MEMBERS: readonly string[] = ['started_at', 'last_attempt_at', 'result'];

/**
 * Records as agent-defer's schedule-task writes them, with the defaults that it has (the prompt is the summary), and as
 * its runner and its cancel-task leave them.
 */
export const agentDeferTasks: fc.Arbitrary<readonly AgentDeferTask[]> = fc
  .array(
    fc.record({
      made: fc.nat(50 * 86_400),
      ahead: fc.nat(30 * 86_400),
      named: fc.option(fc.stringMatching(/^[A-Za-z0-9_][\w.-]{0,20}$/), { freq: 3, nil: undefined }),
      intent: fc.constantFrom('resume_task', 'notify', 'execute_action'),
      summary: text,
      prompt: fc.option(text, { nil: undefined }),
      points: lines,
      artifacts: lines,
      constraints: lines,
      reorient,
      mode: fc.constantFrom('fresh', 'callback'),
      aura: fc.constantFrom('low', 'medium', 'high'),
      retries: fc.nat(4),
      status,
      reason: fc.option(line, { nil: null }),
      error: line,
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(tasks =>
    tasks.map((task, index): AgentDeferTask => {
      const made = START + task.made * 1000;
      const run = made + task.ahead * 1000;
      const { from, ...asked } = task.reorient;
      const isRetried = task.status === 'retried' && task.retries > 0;
      const tries = task.status === 'failed' ? task.retries + 1 : isRetried ? 1 : 0;
      return {
        id: task.named === undefined ? idAt(made, 1000 + index) : `${task.named}${two(index)}`,
        created_at: seconds(made),
        run_at: seconds(run),
        type: 'deferred_task',
        intent: task.intent,
        context: {
          summary: task.summary,
          key_points: task.points,
          artifacts: task.artifacts,
          constraints: task.constraints,
          ...(from !== undefined && { reoriented_from: from }),
        },
        execution: { mode: task.mode, prompt_template: task.prompt ?? task.summary, aura_level: task.aura },
        status: task.status === 'retried' ? 'scheduled' : task.status,
        attempts: tries,
        max_retries: task.retries,
        reorient_requested: asked.requested,
        reorient: asked,
        ...(isRetried && {
          started_at: seconds(run - 60_000),
          last_attempt_at: seconds(run - 60_000),
          last_error: task.error,
          result: {
            type: 'retry_scheduled',
            next_run_at: seconds(run),
            prompt_path: '/home/me/data/runtime/logs/x.txt',
          },
        }),
        ...(task.status === 'completed' && { completed_at: seconds(run + 60_000) }),
        ...(task.status === 'failed' && { failed_at: seconds(run + 60_000), error: task.error }),
        ...(task.status === 'cancelled' && { cancelled_at: seconds(made + 1000), cancel_reason: task.reason }),
      };
    }),
  );
