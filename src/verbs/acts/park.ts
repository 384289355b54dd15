import * as l10n from '@vscode/l10n';
import { parkedText } from '../park/parkedText.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { instant, MINUTE, type Instant } from '../../core/basics/time.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { AfterWrite, Ledger } from '../../store/ledger.ts';
import { shortId } from '../conversations/chooseConversation.ts';
import { jsonOf } from '../look/find.ts';
import { parkAll, parkNamed, parkNotice, parkRun, type SaidLimit } from '../park/findStopped.ts';
import { fieldsOf, questionFor, type ParkPlan } from '../park/parkPlan.ts';
import { parkedAlready } from '../park/parkedAlready.ts';
import { readNotice } from '../park/readNotice.ts';
import { readMoment } from '../readMoment.ts';
import { askToAllow, lateText } from '../running/askToAllow.ts';
import { noteUndo } from '../undo/noteUndo.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const park = defineVerb({
  name: 'park',
  title: 'Park Conversation…',
  help: 'Schedule conversations that a usage limit stopped to continue once it resets: those you name, the one of a notice, or all in this folder.',
  examples: [
    'defer park',
    'defer park 0cb916db --when 3pm',
    'defer park --text "You’ve hit your limit · resets 3pm"',
    'defer park --from notice.txt',
    'defer park --allow',
  ],
  effect: 'owner',
  input: {
    names: {
      kind: 'list',
      argument: true,
      optional: true,
      word: 'conversation',
      conversations: [],
      help: 'Conversations, or entries whose run was stopped, named by the beginning of their ids; without it, all in this folder',
    },
    id: { kind: 'entry', word: 'entry', optional: true, help: 'The entry whose run was stopped' },
    run: { kind: 'text', optional: true, help: 'Which of its runs, named by the beginning of its token' },
    from: { kind: 'text', optional: true, help: 'A file that holds the notice; - reads standard input' },
    text: { kind: 'text', optional: true, help: 'The notice itself' },
    when: { kind: 'when', optional: true, help: 'When the limit resets, in place of a notice' },
    yes: { kind: 'flag', optional: true, help: 'Schedule it without being asked' },
    allow: {
      kind: 'flag',
      optional: true,
      help: 'Also let it run automatically then, once you have seen all that it would start',
    },
  },
  async run(host, { names = [], id, run: token, from, text, when, yes, allow }): Promise<Reply> {
    if (allow && !host.approvals) {
      return refuse(l10n.t('Nothing can be allowed here. Use a terminal or the editor.'));
    }
    const how = { isSure: yes === true, isAllowed: allow === true };
    if ([from, text, when].filter(given => given !== undefined).length > 1) {
      return refuse(l10n.t('Give one of --from, --text and --when.'), 2);
    }
    if (names.length > 1 && (token !== undefined || from !== undefined || text !== undefined)) {
      return refuse(l10n.t('A notice is about one conversation. Name one, or give the time with --when.'), 2);
    }
    const said = await saidLimit(host, { from, text, when });
    if (isRefusal(said)) {
      return refuse(said.why);
    }
    const [name, ...more] = names;
    if (id !== undefined || token !== undefined) {
      return schedule(host, [await parkRun(host, { id: id ?? name, token }, said)], how);
    }
    if (name !== undefined) {
      const plans = [];
      for (const each of [name, ...more]) {
        plans.push(await parkNamed(host, each, said));
      }
      return schedule(host, plans, how);
    }
    if (said?.notice !== undefined) {
      return schedule(host, [await parkNotice(host, said)], how);
    }
    const { plans, untold, putOff } = await parkAll(host, said?.limit);
    if (plans.length > 0) {
      return schedule(host, plans, { ...how, isAll: true, untold });
    }
    return said
      ? schedule(host, [await parkNotice(host, said)], { ...how, isAll: true })
      : refuse(untold.length > 0 ? untoldText(untold) : putOff > 0 ? allPutOff() : nothing());
  },
});

const nothing = (): string =>
  l10n.t(
    'No conversation here was stopped by a usage limit. Give a notice with --text or --from, or the time with --when "3pm".',
  );
const allPutOff = (): string =>
  l10n.t(
    'Every conversation here that a limit stopped is put off already. "defer conversations" shows with which entry.',
  );

/** For which conversations nothing tells when the limit resets, and what to do. */
function untoldText(untold: readonly KnownConversation[]): string {
  const names = untold.map(shortId);
  return l10n.t(
    'Defer does not know when the limit of {0} resets. Give the time: "defer park {1} --when 3pm".',
    names.join(', '),
    names.join(' '),
  );
}

interface Source {
  readonly from: string | undefined;
  readonly text: string | undefined;
  readonly when: string | undefined;
}

/** What the person says of the limit, if anything: a time, or a notice. */
async function saidLimit(host: Host, { from, text, when }: Source): Promise<SaidLimit | Refusal | undefined> {
  if (when !== undefined) {
    const moment = await readMoment(host, when);
    return isRefusal(moment) ? moment : { limit: { at: moment.at, notice: when } };
  }
  const read = from === undefined ? undefined : await host.readFile?.(from);
  if (isRefusal(read)) {
    return read;
  }
  const notice = text ?? read?.text;
  const limit = notice === undefined ? undefined : await readNotice(host, notice);
  return limit === undefined || isRefusal(limit) ? limit : { limit, ...(notice !== undefined && { notice }) };
}

interface HowParked {
  readonly isSure: boolean;
  /** Whether each is to be allowed to run without a person. */
  readonly isAllowed: boolean;
  /** Whether nothing was named, so that there may be any number. */
  readonly isAll?: boolean;
  /** Those that were left out, since nothing tells when their limit resets. */
  readonly untold?: readonly KnownConversation[];
}

async function schedule(
  host: Host,
  planned: readonly (ParkPlan | Refusal)[],
  { isSure, isAllowed, isAll = false, untold = [] }: HowParked,
): Promise<Reply> {
  const no = planned.find(isRefusal);
  if (no) {
    return refuse(no.why);
  }
  const now = host.clock.now();
  const plans = withoutDoubles(planned.filter((plan): plan is ParkPlan => !isRefusal(plan)));
  for (const plan of plans) {
    const already = await parkedAlready(host, plan);
    if (already) {
      return refuse(already.why);
    }
  }
  const dues = plans.map(plan => {
    const due = dueOf(plan, now);
    return { plan, due, reads: describeMoment(due, now, host.zone) };
  });
  if (!isSure && !(await host.confirm(questionFor(dues, host.goOn)))) {
    return refuse(l10n.t('Nothing was scheduled: a person has to confirm it, or use --yes.'));
  }
  const written: Parked[] = [];
  // One undo takes all of them back.
  const together = { ...host, batch: host.batch ?? host.newId() };
  for (const { plan, due, reads } of dues) {
    const id = host.newId();
    const { payload, how } = await plan.write(host, id);
    const change = { set: fieldsOf(payload, due, now, host.author) };
    const note: AfterWrite = made =>
      noteUndo(together, plan.ledger.folder, { id, at: now, after: made.fields(), change });
    const after = await plan.ledger.act(id, now, () => change, note);
    if (isRefusal(after)) {
      return refuse(after.why);
    }
    written.push({
      value: jsonOf(host, plan.ledger, after),
      ledger: plan.ledger,
      entry: toEntry(after),
      say: parkedText(how, reads, plan.limit.at > now),
    });
  }
  const allowed = isAllowed ? await allowAll(host, written) : undefined;
  const [first] = written;
  const many = l10n.t(
    '{0} are scheduled, each for a minute after its limit resets, or in a minute where it has reset.',
    written.length,
  );
  const rest = untold.length === 0 ? '' : ` ${untoldText(untold)}`;
  const values = written.map(({ value, entry }) => ({
    ...value,
    ...(allowed && { approved: allowed.ids.has(entry.id) }),
  }));
  return {
    ok: true,
    say: [`${written.length === 1 ? first?.say : many}${rest}`, allowed?.say ?? ''].filter(Boolean).join(' '),
    value: isAll || written.length > 1 ? values : values[0],
    made: written.map(({ entry }) => entry.id),
    // What was asked for did not all happen.
    ...(allowed && allowed.ids.size < written.length && { exitCode: 1 }),
  };
}

/** Each conversation once, under however many names it was given. */
const withoutDoubles = (plans: readonly ParkPlan[]): readonly ParkPlan[] =>
  plans.filter(
    ({ conversation: of }, index) =>
      of === undefined || plans.findIndex(({ conversation }) => conversation === of) === index,
  );

/** What was scheduled. */
interface Parked {
  readonly value: Record<string, unknown>;
  readonly ledger: Ledger;
  readonly entry: Entry;
  readonly say: string;
}

/** Asks a person whether each may run without them, as `allow` does; says what came of it. */
async function allowAll(
  host: Host,
  parked: readonly Parked[],
): Promise<{ readonly ids: ReadonlySet<string>; readonly say: string }> {
  const ids = new Set<string>();
  let [why, late] = ['', ''];
  for (const { ledger, entry } of parked) {
    const { approvals } = host;
    const approval = await approvals?.look(ledger, entry);
    const refused =
      !approvals || !approval || isRefusal(approval)
        ? approval
        : await askToAllow(host, approvals, { ledger, entry, approval });
    if (isRefusal(refused)) {
      why = refused.why;
    } else {
      ids.add(entry.id);
      late = lateText(host, entry) || late;
    }
  }
  const all =
    parked.length === 1 ? l10n.t('It may run automatically then.') : l10n.t('They may run automatically then.');
  return { ids, say: ids.size === parked.length ? [all, late, host.starter?.()].filter(Boolean).join(' ') : why };
}

/** A minute after the reset; where that has been, in a minute. */
const dueOf = ({ limit }: ParkPlan, now: Instant): Instant => instant(Math.max(limit.at, now) + MINUTE);
