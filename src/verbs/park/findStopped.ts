import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import type { Limit } from '../../core/when/usageLimit.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { bindingOf } from '../conversations/bindConversation.ts';
import { openDesk } from '../conversations/openDesk.ts';
import { chooseConversation, shortId } from '../conversations/chooseConversation.ts';
import { find } from '../look/find.ts';
import type { Host } from '../host.ts';
import { conversationsOf } from './matchNotice.ts';
import { conversationPlan, reminderPlan, runPlan, type ParkPlan } from './parkPlan.ts';
import { ledgerFor, stoppedHere, type StoppedConversation, type StoppedHere } from './stoppedConversations.ts';
import { limitOfRun, runNamed, runOfEntry, runOfNotice, runsAtLimit } from './stoppedRuns.ts';

const untold = (): Refusal =>
  refusal(l10n.t('Defer does not know when its limit resets. Give the time with --when, such as --when "3pm".'));
const notStopped = (): Refusal =>
  refusal(
    l10n.t(
      'No usage limit stopped that conversation, as far as its agent tells. Give the time with --when, such as --when "3pm".',
    ),
  );
const noNotice = (): Refusal =>
  refusal(l10n.t('There is no notice to read. Give it with --text or --from, or give the time with --when "3pm".'));
const noFolder = (): Refusal => refusal(l10n.t('There is no folder to keep a schedule in. Open one first.'));

/** What a person said of the limit: the text that they gave, and what it tells. */
export interface SaidLimit {
  readonly limit: Limit;
  /** The notice, where it was one and not only a time. */
  readonly notice?: string;
}

/** What an entry's run, or the run of a token, is parked by. `said`: in place of what the run printed. */
export async function parkRun(
  host: Host,
  { id, token }: { readonly id?: string | undefined; readonly token?: string | undefined },
  said: SaidLimit | undefined,
): Promise<ParkPlan | Refusal> {
  const found = id === undefined ? undefined : await find(host, id);
  if (isRefusal(found)) {
    return found;
  }
  const past = found ? await runOfEntry(host, found, token) : await runNamed(host, token ?? '');
  if (isRefusal(past)) {
    return past;
  }
  const limit = said?.limit ?? (past && (await limitOfRun(host, past.run)));
  const ledger = found?.ledger ?? host.ledgers[0];
  return !limit ? noNotice() : past ? runPlan(past, limit) : ledger ? reminderPlan(ledger, limit) : noFolder();
}

/** What is parked where a text names an entry, or a conversation. */
export async function parkNamed(host: Host, text: string, said: SaidLimit | undefined): Promise<ParkPlan | Refusal> {
  const entry = await find(host, text);
  const [ledger] = host.ledgers;
  if (!isRefusal(entry)) {
    return parkRun(host, { id: text }, said);
  }
  const desk = await openDesk(host);
  if (isRefusal(desk) || !ledger) {
    return host.conversationsOff && isRefusal(desk) ? desk : entry;
  }
  const conversation = await chooseConversation(host, text, { desk, ledger });
  if (isRefusal(conversation)) {
    const name = cleanLine(text, 60);
    return refusal(
      l10n.t('"{0}" is neither an entry nor a conversation. "defer conversations" lists the conversations.', name),
    );
  }
  const into = ledgerFor(host, conversation);
  if (!into) {
    return refusal(l10n.t('That conversation belongs to {0}. Park it there.', cleanLine(conversation.folder, 200)));
  }
  const binding = await bindingOf(into, conversation, { desk });
  return isRefusal(binding) ? binding : planOf({ ledger: into, binding }, said?.limit);
}

/** How a stopped conversation is continued; refused where neither it nor the person tells when the limit resets. */
function planOf({ ledger, binding }: StoppedConversation, said: Limit | undefined): ParkPlan | Refusal {
  const { limit } = binding.conversation;
  const at = said?.at ?? limit?.resetsAt;
  return at === undefined
    ? limit
      ? untold()
      : notStopped()
    : conversationPlan(ledger, binding, { at, notice: limit?.notice ?? said?.notice ?? '' });
}

/**
 * What a notice is about: the conversation or the run that it stopped, by its agent and its time; a reminder where
 * nothing here fits, and never something that only happened lately.
 */
export async function parkNotice(host: Host, { limit, notice }: SaidLimit): Promise<ParkPlan | Refusal> {
  const desk = await openDesk(host);
  const { stopped, putOff } = isRefusal(desk) || notice === undefined ? NONE : await stoppedHere(host, desk);
  const fitting = (among: readonly StoppedConversation[]): readonly KnownConversation[] =>
    conversationsOf(
      among.map(({ binding }) => binding.conversation),
      notice ?? '',
      limit,
    );
  const about = fitting(stopped);
  if (about.length > 1) {
    const ids = about.map(({ id, agent }) => `${agent} ${shortId({ id })}`).join(', ');
    return refusal(
      l10n.t(
        '{0} conversations stopped at that limit: {1}. Name one, or park all without a notice.',
        about.length,
        ids,
      ),
    );
  }
  // One that is put off already is what the notice is about all the same: whoever parks it says so.
  const fits = about.length > 0 ? about : fitting(putOff);
  const one = [...stopped, ...putOff].find(({ binding }) => fits.includes(binding.conversation));
  if (one) {
    return planOf(one, limit);
  }
  const past = notice === undefined ? undefined : await runOfNotice(host, limit);
  const [ledger] = host.ledgers;
  return past ? runPlan(past, limit) : ledger ? reminderPlan(ledger, limit) : noFolder();
}

const NONE: StoppedHere = { stopped: [], putOff: [] };

/** What there is to park where nothing is named. */
export interface ParkAll {
  readonly plans: readonly ParkPlan[];
  /** The conversations for which nothing tells when the limit resets. */
  readonly untold: readonly KnownConversation[];
  /** How many stopped conversations an open entry continues already. */
  readonly putOff: number;
}

/** Everything here that a limit stopped. `said`: when it resets for those that do not tell. */
export async function parkAll(host: Host, said: Limit | undefined): Promise<ParkAll> {
  const desk = await openDesk(host);
  const { stopped, putOff } = isRefusal(desk) ? NONE : await stoppedHere(host, desk);
  const own = stopped.map(one => {
    const { conversation } = one.binding;
    return { conversation, plan: planOf(one, conversation.limit?.resetsAt === undefined ? said : undefined) };
  });
  const plans = own.map(({ plan }) => plan).filter((plan): plan is ParkPlan => !isRefusal(plan));
  // Runs of agents whose stores tell nothing of a stop.
  const ids = new Set(plans.map(({ conversation }) => conversation));
  const parked = await parkedRuns(host);
  const runs = (await runsAtLimit(host)).filter(
    ({ past, limit }) =>
      // An entry that a limit stopped is put off already, or says itself that it waits.
      !(past.run.outcome === 'limit' && past.state.isOpen) &&
      limit.at > host.clock.now() &&
      !ids.has(past.run.session ?? '') &&
      !parked.has(past.run.token.slice(0, 16)),
  );
  return {
    plans: [...plans, ...runs.map(({ past, limit }) => runPlan(past, limit))],
    untold: own.filter(({ plan }) => isRefusal(plan)).map(({ conversation }) => conversation),
    putOff: putOff.length,
  };
}

/** The runs that an open entry continues, by the beginning of their tokens. */
async function parkedRuns(host: Host): Promise<ReadonlySet<string>> {
  const tokens = new Set<string>();
  for (const ledger of host.ledgers) {
    for (const state of (await ledger.lookAtOpen()).open) {
      const payload = state.fields()['payload'];
      const session = typeof payload === 'object' && payload !== null ? (payload as { session?: unknown }).session : '';
      tokens.add(/^run:(\w+)$/.exec(String(session))?.[1] ?? '');
    }
  }
  return tokens;
}
