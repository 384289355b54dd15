import { findLimit, type Limit } from '../../core/when/usageLimit.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { DAY, instant, MINUTE } from '../../core/basics/time.ts';
import { printable } from '../../render/text/clean.ts';
import { pastRuns, type PastRun } from '../../render/view/runHistory.ts';
import type { Ledger } from '../../store/ledger.ts';
import { find, jsonOf } from '../look/find.ts';
import { anewFor, fieldsOf, planFor, questionFor, REMINDER } from '../park/parkPlan.ts';
import { readMoment } from '../readMoment.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

/** How long ago a run may have stopped for a notice without an entry to be about it. */
const RECENT = DAY;
/** A text of so many characters may be a time and nothing else. */
const SHORT = 200;

export const park = defineVerb({
  name: 'park',
  title: 'Park Until the Limit Resets',
  help: 'Read an agent’s usage limit notice, and schedule its conversation to continue once the limit resets.',
  examples: ['defer park', 'defer park 01KAB --when 3pm', 'defer park --from notice.txt'],
  effect: 'owner',
  input: {
    id: {
      kind: 'entry',
      argument: true,
      optional: true,
      help: 'The entry whose run was stopped; without it, the last run',
    },
    run: { kind: 'text', optional: true, help: 'Which of its runs, named by the beginning of its token' },
    from: { kind: 'text', optional: true, help: 'A file that holds the notice; - reads standard input' },
    text: { kind: 'text', optional: true, help: 'The notice itself' },
    when: { kind: 'when', optional: true, help: 'When the limit resets, in place of a notice' },
    yes: { kind: 'flag', optional: true, help: 'Schedule it without being asked' },
  },
  async run(host, { id, run: name, from, text, when, yes }): Promise<Reply> {
    if ([from, text, when].filter(given => given !== undefined).length > 1) {
      return refuse('Give one of --from, --text and --when.', 2);
    }
    const stopped = await stoppedRun(host, id, name);
    if (isRefusal(stopped)) {
      return refuse(stopped.why);
    }
    const limit = await limitOf(host, { from, text, when }, stopped?.run);
    return isRefusal(limit) ? refuse(limit.why) : schedule(host, stopped, limit, yes === true);
  },
});

/** The run that a limit stopped: of an entry its last one, else the last that did not end well lately, if any. */
async function stoppedRun(
  host: Host,
  id: string | undefined,
  name = '',
): Promise<PastRun<Ledger> | Refusal | undefined> {
  const found = id === undefined ? undefined : await find(host, id);
  if (isRefusal(found)) {
    return found;
  }
  const schedules = [];
  for (const ledger of found ? [found.ledger] : host.ledgers) {
    schedules.push({ schedule: await ledger.look(), tag: ledger });
  }
  const since = host.clock.now() - RECENT;
  const runs = pastRuns(schedules, host.alive, Infinity, found?.state).filter(
    ({ run, at = 0 }) =>
      run.outcome !== 'skipped' && run.token.startsWith(name) && (found || (run.outcome !== 'ok' && at >= since)),
  );
  return runs[0] ?? (name === '' ? undefined : refusal('There is no run of that name. "defer history" shows them.'));
}

interface Source {
  readonly from: string | undefined;
  readonly text: string | undefined;
  readonly when: string | undefined;
}

/** When the limit resets: from the time given, else from the notice given, else from what the run printed. */
async function limitOf(host: Host, { from, text, when }: Source, run: Run | undefined): Promise<Limit | Refusal> {
  if (when !== undefined) {
    const moment = await readMoment(host, when);
    return isRefusal(moment) ? moment : { at: moment.at, notice: when };
  }
  const read = from === undefined ? undefined : await host.readFile?.(from);
  if (isRefusal(read)) {
    return read;
  }
  const printed = text ?? read?.text ?? (run && (await host.records?.output(run.token))?.text);
  if (printed === undefined) {
    return refusal('There is no notice to read. Give it with --text or --from, or say the time with --when "3pm".');
  }
  const notice = printable(printed);
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  const limit = findLimit(notice, { now: host.clock.now(), zone: host.zone, parse });
  if (limit || notice.trim().length > SHORT) {
    return limit ?? NO_NOTICE;
  }
  const moment = await readMoment(host, notice);
  return isRefusal(moment) ? NO_NOTICE : { at: moment.at, notice: notice.trim() };
}

const NO_NOTICE = refusal(
  'The text does not say when a usage limit resets. Give the time with --when, such as --when "3pm".',
);

async function schedule(
  host: Host,
  stopped: PastRun<Ledger> | undefined,
  limit: Limit,
  isSure: boolean,
): Promise<Reply> {
  const ledger = stopped?.tag ?? host.ledgers[0];
  if (!ledger) {
    return refuse('There is no folder to keep a schedule in. Open one first.');
  }
  const now = host.clock.now();
  const due = instant(limit.at + MINUTE);
  const reads = describeMoment(due, now, host.zone);
  const plan = stopped ? planFor(stopped) : REMINDER;
  if (!isSure && !(await host.confirm(questionFor(plan, limit, reads)))) {
    return refuse('Nothing was scheduled: a person has to confirm it, or use --yes.');
  }
  const { session } = plan;
  const isKept = session && (await host.records?.keepSession(session, ledger.folder, session.name));
  const payload = session && !isKept && stopped ? anewFor(stopped.entry) : plan.payload;
  const after = await ledger.act(host.newId(), now, () => ({ set: fieldsOf(payload, due, now, host.author) }));
  if (isRefusal(after)) {
    return refuse(after.why);
  }
  const how = session
    ? isKept
      ? 'The conversation continues'
      : 'That conversation is not on this machine, so the work starts in a new one'
    : stopped
      ? 'The work starts in a new conversation'
      : 'You are reminded';
  return { ok: true, say: `${how} ${reads}, a minute after the limit resets.`, value: jsonOf(host, ledger, after) };
}
