import type { Keeper } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ConversationDesk } from '../conversationDesk.ts';
import { isAgent, type Host } from '../host.ts';

/** So much of an id must be given that it is no slip. */
const LEAST = 4;

/** How many of those that may be meant are named. */
const NAMED = 4;

/** Where a conversation is looked for. */
export interface Choice {
  readonly desk: ConversationDesk;
  /** The schedule that is to go on with it. */
  readonly ledger: Ledger;
  /** Only one of this tool. */
  readonly agent?: Keeper | undefined;
}

/**
 * The conversation that a text names: `this` is the one that asks, `last` the newest one about the schedule's folder; any
 * other is an id or the beginning of one. Refused, with what to do, where none or more than one is meant.
 */
export async function chooseConversation(
  host: Host,
  text: string,
  { desk, ledger, agent }: Choice,
): Promise<KnownConversation | Refusal> {
  const asked = text.trim();
  switch (asked) {
    case 'this': {
      const client = isAgent(host) ? host.author.replace(/^agent:/, '') : undefined;
      return desk.own(ledger.folder, { agent, ...(client !== undefined && { client }) });
    }
    case 'last': {
      const { conversations } = await desk.list({ folders: [ledger.folder], agent });
      const who = agent === undefined ? '' : ` with ${agent}`;
      return conversations[0] ?? refusal(`There is no conversation${who} in this folder.`);
    }
    default:
      return byId(asked, { desk, ledger, agent });
  }
}

async function byId(asked: string, { desk, agent }: Choice): Promise<KnownConversation | Refusal> {
  const exact = await desk.find(asked, agent);
  if (exact) {
    return exact;
  }
  const name = cleanLine(asked, 60);
  if (asked.length < LEAST) {
    return refusal(`"${name}" is too short for an id. Give at least ${LEAST} characters of it, "last" or "this".`);
  }
  const { conversations } = await desk.list({ agent });
  const begun = conversations.filter(({ id }) => id.startsWith(asked));
  const [only] = begun;
  if (!only) {
    const who = agent === undefined ? '' : ` with ${agent}`;
    return refusal(`This machine has no conversation "${name}"${who}. "defer conversations" lists them.`);
  }
  if (begun.length === 1) {
    return only;
  }
  const some = begun.slice(0, NAMED).map(({ id }) => id);
  const more = begun.length > some.length ? ', …' : '';
  return refusal(`"${name}" is the beginning of ${begun.length} ids: ${some.join(', ')}${more}. Give more of it.`);
}

/** The profile of an agent that goes on with a conversation: the one that is named, else that of the tool's own name. */
export async function profileFor(
  { agent }: Pick<KnownConversation, 'agent'>,
  named: string | undefined,
  desk: ConversationDesk,
): Promise<string | Refusal> {
  const profile = named ?? agent;
  const found = await desk.keeperOf(profile);
  if (isRefusal(found)) {
    return found;
  }
  return found.keeper === agent
    ? profile
    : refusal(`That conversation is with ${agent}, and ${cleanLine(profile, 40)} cannot continue it.`);
}
