import * as l10n from '@vscode/l10n';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { Limit } from '../../core/when/usageLimit.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { PastRun } from '../../render/view/runHistory.ts';
import type { Ledger } from '../../store/ledger.ts';
import { boundPayload, type Binding } from '../conversations/bindConversation.ts';
import type { Host, KeptSession } from '../host.ts';
import type { Question } from '../question.ts';
import { recordIn } from '../../core/rows/fieldValues.ts';

/** What an agent is told when it continues its conversation, where the person has set no words of their own. */
const GO_ON = 'The usage limit that stopped this conversation has reset. Go on where you stopped.';

type Payload = Readonly<Record<string, unknown>>;

/** The payload of a new entry, and how it continues what a limit stopped. */
export interface Written {
  readonly payload: Payload;
  readonly how: 'goes on' | 'is not here' | 'anew' | 'reminds';
}

/** An entry that is to be scheduled for when a limit resets. */
export interface ParkPlan {
  readonly ledger: Ledger;
  readonly limit: Limit;
  readonly title: string;
  readonly agent?: string | undefined;
  /** The id of the conversation that it continues, for the person to see. */
  readonly conversation?: string;
  /** The session's name by which it continues a run. */
  readonly session?: string;
  /** The entry whose run a limit stopped. */
  readonly stopped?: string;
  /** Remembers the conversation for the entry of an id, and gives the payload. */
  write(host: Host, id: string): Promise<Written>;
}

/** The plan where it is not known what a limit stopped: a reminder. */
export const reminderPlan = (ledger: Ledger, limit: Limit): ParkPlan => {
  const message = 'Go on after the limit reset';
  return { ledger, limit, title: message, write: async () => ({ payload: { message }, how: 'reminds' }) };
};

/** The plan that continues a conversation. */
export function conversationPlan(ledger: Ledger, binding: Binding, limit: Limit): ParkPlan {
  const { title, id: conversation, agent: tool } = binding.conversation;
  const message = `Continue "${cleanLine(title, 100) || `a conversation with ${tool}`}" after the limit reset`;
  return {
    ...{ ledger, limit, title: message, agent: binding.agent, conversation },
    write: async (host, id) => {
      const prompt = host.goOn ?? GO_ON;
      return { payload: { message, prompt, ...(await boundPayload(binding, id, false)) }, how: 'goes on' };
    },
  };
}

/** The plan after a run: its conversation where this machine knows that, else its work from the beginning. */
export function runPlan({ run, entry, tag: ledger }: PastRun<Ledger>, limit: Limit): ParkPlan {
  const agent = run.agent ?? entry.agent;
  const anew = anewFor(entry);
  const session = run.session ?? undefined;
  const hasOne = session !== undefined || isBoundSession(entry.session ?? '');
  if (!hasOne || agent === undefined || agent === 'command') {
    return { ledger, limit, title: titleFor(entry), agent, write: async () => ({ payload: anew, how: 'anew' }) };
  }
  const name = `run:${run.token.slice(0, 16)}`;
  const kept: KeptSession = { token: run.token, session, agent };
  return {
    ...{ ledger, limit, title: titleFor(entry), agent, ...(session !== undefined && { conversation: session }) },
    ...{ session: name, stopped: entry.id },
    async write(host) {
      if (!(await host.records?.keepSession(kept, ledger.folder, name))) {
        return { payload: anew, how: 'is not here' };
      }
      const prompt = host.goOn ?? GO_ON;
      const payload = { message: titleFor(entry), prompt, agent, mode: 'callback', session: name, cwd: entry.cwd };
      return { payload, how: 'goes on' };
    },
  };
}

const titleFor = ({ title }: Entry): string => `Resume "${cleanLine(title, 100)}" after the limit reset`;

/** The work of an entry once more, from its beginning. */
const anewFor = (entry: Entry): Payload => {
  const own = entry.kind === 'prompt' ? recordIn(entry.fields, 'payload') : {};
  return { ...own, message: titleFor(entry) };
};

/** The fields of the new entry, in the words of the file (FORMAT.md). */
export function fieldsOf(payload: Payload, due: Instant, now: Instant, author: string): Payload {
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return {
    kind: 'agent' in kept || 'prompt' in kept ? 'prompt' : 'reminder',
    status: 'pending',
    due_at: toIso(due),
    created_at: toIso(now),
    updated_at: toIso(now),
    created_by: author,
    payload: kept,
  };
}

/** What a person is shown before anything is scheduled. `reads`: when it is due, in words. */
export function questionFor(
  plans: readonly { readonly plan: ParkPlan; readonly reads: string }[],
  goOn = GO_ON,
): Question {
  const details = plans.map(({ plan: { limit, title, agent, conversation }, reads }) =>
    [
      ...(limit.notice === '' ? [] : [l10n.t('The notice: {0}', cleanLine(limit.notice, 300))]),
      l10n.t('Due: {0}', reads),
      l10n.t('Title: {0}', cleanLine(title, 200)),
      ...(agent === undefined ? [] : [l10n.t('Agent: {0}', cleanLine(agent, 40))]),
      conversation === undefined
        ? l10n.t('Starts a new conversation, or only reminds you.')
        : l10n.t('Conversation: {0}', cleanLine(conversation, 200)),
    ].join('\n'),
  );
  const says = plans.some(({ plan }) => plan.conversation !== undefined)
    ? [l10n.t('The agent is told: {0}', cleanLine(goOn, 500))]
    : [];
  return {
    title:
      plans.length === 1
        ? l10n.t('Schedule this for when the limit resets?')
        : l10n.t('Schedule these {0} for when their limits reset?', plans.length),
    detail: [...details, ...says].join('\n\n'),
    yes: l10n.t('Schedule'),
  };
}
