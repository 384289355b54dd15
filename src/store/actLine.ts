import { isOff } from '../core/entry/times.ts';
import type { Change } from '../core/rows/change.ts';
import { countIn, memberOf, recordIn, textIn, timeOf } from '../core/rows/fieldValues.ts';
import { PROMPT_FILE } from '../core/agent/launch.ts';
import type { Fields } from '../core/rows/row.ts';
import { isInterruption, type RunEvent } from '../core/rows/runEvents.ts';
import { isClosed, toStatus } from '../core/rows/entryStatus.ts';
import { toIso, type Instant } from '../core/basics/time.ts';

/** Words and values of a line of the log, in order. */
type Values = readonly (readonly [name: string, value: string | number | undefined])[];

/** The longest value of a line, in characters. */
const LONGEST = 200;

/**
 * A line of the log, in the manner of agent-defer: `<UTC> <what> name=value …`. Printable ASCII whatever the values
 * are, those with more than plain characters quoted as JSON quotes them.
 */
export const logLine = (now: Instant, what: string, values: Values): string =>
  [`${toIso(now).slice(0, 19)}Z ${what}`, ...values.flatMap(([name, value]) => pair(name, value))].join(' ');

function pair(name: string, value: string | number | undefined): readonly string[] {
  if (value === undefined) {
    return [];
  }
  const text = String(value).slice(0, LONGEST);
  const quoted = /^[\w.:@+/-]+$/.test(text) ? text : JSON.stringify(text).replace(/[^ -~]/g, escape);
  return [`${name}=${quoted}`];
}

const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What a change did to an entry, in words and with the values that say where it stands now: no text but its id. */
export function actLine(
  id: string,
  before: Fields | undefined,
  after: Fields,
  change: Change,
): readonly [what: string, values: Values] {
  const { run, also } = change;
  const skipped = [run, ...(also ?? [])].find(event => event?.event === 'skipped')?.slots;
  if (run && run.event !== 'skipped' && run.event !== 'done') {
    return runLine(id, after, change, run);
  }
  const what = actOf(before, after, change);
  const isNew = what === 'scheduled' || what === 'proposed';
  return [
    what,
    [
      ['id', id],
      ['run_at', isClosed(toStatus(memberOf(after, 'status'))) ? undefined : whole(textIn(after, 'due_at'))],
      ['intent', isNew ? (textIn(after, 'intent') ?? 'resume_task') : undefined],
      ['mode', isNew ? (textIn(recordIn(after, 'payload'), 'mode') ?? 'fresh') : undefined],
      ['retries', isNew ? countIn(after, 'max_retries') : undefined],
      ['by', isNew ? textIn(after, 'created_by') : undefined],
      ['skipped', skipped],
      ['fields', what === 'changed' ? Object.keys(change.set).join(',') : undefined],
    ],
  ];
}

function actOf(before: Fields | undefined, after: Fields, { set, carry }: Change): string {
  const status = toStatus(memberOf(after, 'status'));
  if (!before) {
    return status === 'proposed' ? 'proposed' : 'scheduled';
  }
  const was = toStatus(memberOf(before, 'status'));
  if (isClosed(status) && status !== was) {
    return status;
  }
  if (!isClosed(status) && (isClosed(was) || was === 'failed')) {
    return 'reopened';
  }
  const [wasOff, isOffNow] = [before, after].map(fields => isOff(memberOf(fields, 'repeat')));
  if (wasOff !== isOffNow) {
    return isOffNow ? 'paused' : 'resumed';
  }
  if (memberOf(before, 'due_at') === memberOf(after, 'due_at')) {
    return Object.hasOwn(set, 'opened_at') ? 'opened' : 'changed';
  }
  return carry?.['status'] === 'snoozed' ? 'snoozed' : Object.hasOwn(set, 'status') ? 'moved on' : 'rescheduled';
}

/** What agent-defer's log says of a task that ended well, by what stands for an agent there. */
const MODES: ReadonlyMap<unknown, string> = new Map([
  ['agent-defer', 'executor'],
  [PROMPT_FILE, 'prompt_prepared'],
]);

function runLine(
  id: string,
  after: Fields,
  { set, also }: Change,
  run: RunEvent,
): readonly [what: string, values: Values] {
  const occurrence: Values = [
    ['id', id],
    ['run_at', whole(run.occ) ?? run.occ],
    ['unattended', run.unattended ? 'yes' : undefined],
  ];
  if (run.event !== 'ended') {
    return [`runner ${run.event}`, [...occurrence, ['pid', run.event === 'started' ? run.pid : undefined]]];
  }
  const end: Values = [
    ...occurrence,
    ['exit_code', run.exit_code],
    ['ms', run.duration_ms],
    ['skipped', also?.[0]?.slots],
  ];
  if (run.limit !== undefined) {
    const next = run.asks ? [] : [['next_run_at', whole(textIn(after, 'due_at'))] as const];
    return ['usage limit', [...end, ['resets_at', whole(run.limit)], ...next]];
  }
  if (run.exit_code === 0) {
    return ['executed', [...end, ['mode', MODES.get(run.agent)]]];
  }
  if (run.exit_code !== undefined && isInterruption(run.exit_code)) {
    return ['interrupted', end];
  }
  const isRetried = Object.hasOwn(set, 'attempts') && toStatus(memberOf(after, 'status')) === 'pending';
  return isRetried
    ? [
        'retry scheduled',
        [...end, ['attempt', countIn(after, 'attempts')], ['next_run_at', whole(textIn(after, 'due_at'))]],
      ]
    : ['failed', [...end, ['reason', 'executor_nonzero']]];
}

/** A time as whole seconds; undefined where it is none. */
function whole(text: string | undefined): string | undefined {
  const at = timeOf(text);
  return at === undefined ? undefined : `${toIso(at).slice(0, 19)}Z`;
}
