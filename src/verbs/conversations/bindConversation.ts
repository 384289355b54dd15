import * as l10n from '@vscode/l10n';
import { boundSession } from '../../core/conversations/boundSession.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { pathInside } from '../../store/disk/inside.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ConversationDesk, InWorktree } from '../conversationDesk.ts';
import type { Host } from '../host.ts';
import type { Field } from '../verb.ts';
import { openDesk } from './openDesk.ts';
import { chooseConversation, profileFor } from './chooseConversation.ts';

/** How `add` is told which conversation is meant. */
export const CONVERSATION_FIELD = {
  kind: 'text',
  optional: true,
  conversations: ['this', 'last'],
  help: 'The conversation to continue: "this" for the one you are in, "last" for the newest in this folder, or an id or the beginning of one',
} as const satisfies Field;

/** Which conversation an entry continues, in the form that the entry keeps. */
export interface Binding {
  readonly conversation: KnownConversation;
  /** The profile's name. */
  readonly agent: string;
  /** The conversation's folder, from that of the schedule on; absent where it is the same. */
  readonly cwd?: string;
  /** Where it goes on, if nobody says: that of a run is in the run's worktree. */
  readonly place?: 'worktree';
  /** Remembers it on this machine, for the entry of an id; gives the name for the entry's session. */
  keep(id: string): Promise<string>;
}

/** The options of `add` that say which conversation is meant. */
interface GivenBinding {
  readonly conversation?: string | undefined;
  readonly session?: string | undefined;
  readonly agent?: string | undefined;
  readonly mode?: string | undefined;
}

/** The session's name where nothing is written. */
const REHEARSED = boundSession('0000000000000000');

/** The ids of all tools but one are UUIDs. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OPENCODE_ID = /^ses_[A-Za-z0-9]{8,64}$/;

/**
 * The conversation that a new entry continues, where one is named: with --conversation, or by its id in place of a
 * session's name. Nothing is remembered yet. Refused where this schedule cannot continue it.
 */
export async function readBinding(
  host: Host,
  ledger: Ledger,
  given: GivenBinding,
): Promise<Binding | Refusal | undefined> {
  const { session, agent: named, mode } = given;
  if (given.conversation !== undefined && session !== undefined) {
    return refusal(l10n.t('Give one of --conversation and --session.'));
  }
  const isId = session !== undefined && (UUID.test(session) || OPENCODE_ID.test(session));
  const asked = given.conversation ?? (isId ? session : undefined);
  if (asked === undefined) {
    return undefined;
  }
  if (mode === 'fresh') {
    return refusal(l10n.t('A fresh run starts a new conversation. Leave --mode out to continue this one.'));
  }
  const desk = await openDesk(host);
  if (isRefusal(desk)) {
    return desk;
  }
  const keeper = named === undefined ? undefined : await desk.keeperOf(named);
  if (isRefusal(keeper)) {
    return keeper;
  }
  const conversation = await chooseConversation(host, asked, { desk, ledger, agent: keeper?.keeper });
  return isRefusal(conversation) ? conversation : bindingOf(ledger, conversation, { desk, named });
}

/** How a schedule continues a conversation; refused where it cannot. `named`: the profile that is asked for. */
export async function bindingOf(
  ledger: Ledger,
  conversation: KnownConversation,
  { desk, named }: { readonly desk: ConversationDesk; readonly named?: string | undefined },
): Promise<Binding | Refusal> {
  const agent = await profileFor(conversation, named, desk);
  if (typeof agent !== 'string') {
    return agent;
  }
  const inWorktree = await desk.worktreeOf(conversation);
  if (inWorktree) {
    return bindingOfRun(ledger, conversation, { desk, named, inWorktree });
  }
  const cwd = pathInside(realFolder(ledger.folder), conversation.folder);
  if (cwd === undefined) {
    const folder = cleanLine(conversation.folder, 200);
    return refusal(
      l10n.t(
        'That conversation belongs to {0}, and its agent continues it only there. Schedule it in that folder.',
        folder,
      ),
    );
  }
  return {
    ...{ conversation, agent },
    ...(cwd !== '' && { cwd }),
    keep: id => desk.keep(conversation.id, { folder: ledger.folder, id, agent }),
  };
}

/**
 * How a schedule continues the conversation of a run, as Go On does: where the run worked, while its work is there,
 * else in a new worktree. Refused for what is no run's conversation: its folder goes with the run's work.
 */
async function bindingOfRun(
  ledger: Ledger,
  conversation: KnownConversation,
  {
    desk,
    named,
    inWorktree: { folder, run },
  }: { readonly desk: ConversationDesk; readonly named?: string | undefined; readonly inWorktree: InWorktree },
): Promise<Binding | Refusal> {
  if (realFolder(ledger.folder) !== folder) {
    return refusal(
      l10n.t(
        'That conversation is in the worktree of a run. Schedule it in the folder of that run’s schedule: {0}.',
        cleanLine(folder, 200),
      ),
    );
  }
  if (!run) {
    return refusal(
      l10n.t(
        'That conversation was begun in the worktree of a run, which goes once somebody decides about the run. Schedule the work without --conversation.',
      ),
    );
  }
  const agent = await profileFor(conversation, named ?? run.agent, desk);
  if (typeof agent !== 'string') {
    return agent;
  }
  if (conversation.agent === 'gemini') {
    return refusal(
      l10n.t(
        'gemini continues a conversation only in its own folder, and that of this one goes with the run. Schedule the work without --conversation.',
      ),
    );
  }
  return {
    ...{ conversation, agent, place: 'worktree' },
    ...(run.cwd !== '' && { cwd: run.cwd }),
    keep: () => desk.keepOfRun(conversation.id, { folder, token: run.token, agent }),
  };
}

/** The fields of an entry's payload that bind it to a conversation. */
export interface BoundPayload {
  readonly agent: string;
  readonly mode: 'callback';
  readonly session: string;
  readonly cwd?: string | undefined;
  readonly in?: 'worktree';
}

/** Those fields for a binding. `isRehearsed`: nothing is written, so nothing is remembered. */
export async function boundPayload(
  { agent, cwd, place, keep }: Binding,
  id: string,
  isRehearsed: boolean,
): Promise<BoundPayload> {
  return {
    agent,
    mode: 'callback',
    session: isRehearsed ? REHEARSED : await keep(id),
    ...(cwd !== undefined && { cwd }),
    ...(place && { in: place }),
  };
}
