import * as l10n from '@vscode/l10n';
import type { Keeper } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { pathInside } from '../../store/disk/inside.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ConversationDesk } from '../conversationDesk.ts';
import { isAgent, type Host } from '../host.ts';

/** How many characters of an id must be given, so that a slip names nothing. */
const LEAST = 4;

/** How many characters of an id a message shows: enough to tell two conversations of one moment apart. */
const SHOWN = 13;

/** The beginning of a conversation's id, for a message; the verbs take it for the whole id. */
export const shortId = ({ id }: Pick<KnownConversation, 'id'>): string => cleanLine(id).slice(0, SHOWN);

/** How many ids a message names where several begin alike. */
const NAMED = 4;

/** Where a conversation is looked for. */
export interface Choice {
  readonly desk: ConversationDesk;
  /** The schedule that is to continue it. */
  readonly ledger: Ledger;
  /** Only a conversation with this tool. */
  readonly agent?: Keeper | undefined;
}

/**
 * The conversation that a text names: `this` is the one that asks, `last` the newest one about the schedule's folder;
 * any other is an id or the beginning of one. Refused, with what to do, where none or more than one is meant.
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
      return desk.own(ledger.folder, { agent, here: host.here, ...(client !== undefined && { client }) });
    }
    case 'last': {
      const { conversations } = await desk.list({ folders: [ledger.folder], agent });
      const none =
        agent === undefined
          ? l10n.t('There is no conversation in this folder.')
          : l10n.t('There is no conversation with {0} in this folder.', agent);
      return conversations[0] ?? refusal(none);
    }
    default:
      return byId(asked, { desk, ledger, agent }, isAgent(host));
  }
}

/** `isOfFolder`: whether only those about the schedule's folder count, so that an agent hears nothing of others. */
async function byId(
  asked: string,
  { desk, ledger, agent }: Choice,
  isOfFolder: boolean,
): Promise<KnownConversation | Refusal> {
  const counts = ({ folder }: KnownConversation): boolean =>
    !isOfFolder || pathInside(realFolder(ledger.folder), folder) !== undefined;
  const exact = await desk.find(asked, agent);
  if (exact && counts(exact)) {
    return exact;
  }
  const name = cleanLine(asked, 60);
  if (asked.length < LEAST) {
    return refusal(
      l10n.t('"{0}" is too short for an id. Give at least {1} characters of it, "last" or "this".', name, LEAST),
    );
  }
  const { conversations } = await desk.list({ agent });
  const begun = conversations.filter(one => one.id.startsWith(asked) && counts(one));
  const [only] = begun;
  if (!only && isOfFolder) {
    return refusal(l10n.t('There is no conversation "{0}" in this folder. Use "last" or "this".', name));
  }
  if (!only) {
    return refusal(
      agent === undefined
        ? l10n.t('This machine has no conversation "{0}". "defer conversations" lists them.', name)
        : l10n.t('This machine has no conversation "{0}" with {1}. "defer conversations" lists them.', name, agent),
    );
  }
  if (begun.length === 1) {
    return only;
  }
  const some = begun.slice(0, NAMED).map(({ id }) => id);
  const more = begun.length > some.length ? ', …' : '';
  return refusal(
    l10n.t('{1} ids begin with "{0}": {2}{3}. Type more characters.', name, begun.length, some.join(', '), more),
  );
}

/** The agent profile that continues a conversation: the named one, else the one called like the tool. */
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
    : refusal(l10n.t('That conversation is with {0}, and {1} cannot continue it.', agent, cleanLine(profile, 40)));
}
