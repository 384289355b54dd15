import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { instant, MINUTE, type Instant } from '../../core/basics/time.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { jsonOf } from '../look/find.ts';
import { parkAll, parkNamed, parkNotice, parkRun, type SaidLimit } from '../park/findStopped.ts';
import { fieldsOf, questionFor, type ParkPlan } from '../park/parkPlan.ts';
import { readNotice } from '../park/readNotice.ts';
import { readMoment } from '../readMoment.ts';
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
  ],
  effect: 'owner',
  input: {
    names: {
      kind: 'list',
      argument: true,
      optional: true,
      word: 'conversation',
      help: 'Conversations, or entries whose run was stopped, named by the beginning of their ids; without it, all in this folder',
    },
    id: { kind: 'entry', word: 'entry', optional: true, help: 'The entry whose run was stopped' },
    run: { kind: 'text', optional: true, help: 'Which of its runs, named by the beginning of its token' },
    from: { kind: 'text', optional: true, help: 'A file that holds the notice; - reads standard input' },
    text: { kind: 'text', optional: true, help: 'The notice itself' },
    when: { kind: 'when', optional: true, help: 'When the limit resets, in place of a notice' },
    yes: { kind: 'flag', optional: true, help: 'Schedule it without being asked' },
  },
  async run(host, { names = [], id, run: token, from, text, when, yes }): Promise<Reply> {
    if ([from, text, when].filter(given => given !== undefined).length > 1) {
      return refuse('Give one of --from, --text and --when.', 2);
    }
    if (names.length > 1 && (token !== undefined || from !== undefined || text !== undefined)) {
      return refuse('A notice is about one conversation. Name one, or give the time with --when.', 2);
    }
    const said = await saidLimit(host, { from, text, when });
    if (isRefusal(said)) {
      return refuse(said.why);
    }
    const [name, ...more] = names;
    if (id !== undefined || token !== undefined) {
      return schedule(host, [await parkRun(host, { id: id ?? name, token }, said)], { isSure: yes === true });
    }
    if (name !== undefined) {
      const plans = [];
      for (const each of [name, ...more]) {
        plans.push(await parkNamed(host, each, said));
      }
      return schedule(host, plans, { isSure: yes === true });
    }
    if (said?.notice !== undefined) {
      return schedule(host, [await parkNotice(host, said)], { isSure: yes === true });
    }
    const { plans, untold } = await parkAll(host, said?.limit);
    if (plans.length > 0) {
      return schedule(host, plans, { isSure: yes === true, isAll: true, untold });
    }
    if (untold > 0) {
      return refuse(
        `${countText(untold)}, but nothing tells when that limit resets. Give the time with --when, such as --when "3pm".`,
      );
    }
    return said
      ? schedule(host, [await parkNotice(host, said)], { isSure: yes === true })
      : refuse(
          'No limit stopped a conversation here. Give a notice with --text or --from, or the time with --when "3pm".',
        );
  },
});

const countText = (count: number): string =>
  count === 1 ? 'A limit stopped a conversation here' : `A limit stopped ${count} conversations here`;

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
  /** Whether nothing was named, so that there may be any number. */
  readonly isAll?: boolean;
  /** How many tell no reset, and were left out. */
  readonly untold?: number;
}

async function schedule(
  host: Host,
  planned: readonly (ParkPlan | Refusal)[],
  { isSure, isAll = false, untold = 0 }: HowParked,
): Promise<Reply> {
  const no = planned.find(isRefusal);
  if (no) {
    return refuse(no.why);
  }
  const now = host.clock.now();
  const plans = planned.filter((plan): plan is ParkPlan => !isRefusal(plan));
  const dues = plans.map(plan => {
    const due = dueOf(plan, now);
    return { plan, due, reads: describeMoment(due, now, host.zone) };
  });
  if (!isSure && !(await host.confirm(questionFor(dues, host.goOn)))) {
    return refuse('Nothing was scheduled: a person has to confirm it, or use --yes.');
  }
  const written: { readonly value: Record<string, unknown>; readonly say: string }[] = [];
  for (const { plan, due, reads } of dues) {
    const id = host.newId();
    const { payload, how } = await plan.write(host, id);
    const after: EntryState | Refusal = await plan.ledger.act(id, now, () => ({
      set: fieldsOf(payload, due, now, host.author),
    }));
    if (isRefusal(after)) {
      return refuse(after.why);
    }
    written.push({
      value: jsonOf(host, plan.ledger, after),
      say: `${HOW[how]} ${reads}, a minute after the limit resets.`,
    });
  }
  const [first] = written;
  const many = `${written.length} are scheduled, each for a minute after its limit resets.`;
  const rest =
    untold === 0 ? '' : ` ${untold} more ${untold === 1 ? 'tells' : 'tell'} no reset time: give it with --when.`;
  return {
    ok: true,
    say: `${written.length === 1 ? first?.say : many}${rest}`,
    value: isAll || written.length > 1 ? written.map(({ value }) => value) : first?.value,
  };
}

const HOW = {
  'goes on': 'The conversation continues',
  'is not here': 'That conversation is not on this machine, so the work starts in a new one',
  anew: 'The work starts in a new conversation',
  reminds: 'You are reminded',
} as const;

/** A minute after the reset; where that has been, in a minute. */
const dueOf = ({ limit }: ParkPlan, now: Instant): Instant => instant(Math.max(limit.at, now) + MINUTE);
