import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { conversationTitle } from '../../render/conversations/conversationWords.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { noteOpened } from '../../verbs/conversations/noteOpened.ts';
import { ledgerFor } from '../../verbs/park/stoppedConversations.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { ListWords } from '../ask/listWords.ts';
import { conversationsOn } from '../model/settings.ts';
import { showDone, showRefusal } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { allLedgers } from '../wiring/verbCommands.ts';
import type { ConversationAct } from '../wiring/commandTable.ts';
import { runListCommand } from '../tree/listCommand.ts';
import { hasPanel, panelAddress } from './agentPanel.ts';
import { askConversation } from './askConversation.ts';
import { toConversation } from './conversationRow.ts';
import type { SeenConversation } from './conversationWatch.ts';
import { parkConversations } from './parkConversations.ts';

/** What an agent is told when it continues its conversation, where the person has set no words of their own. */
const GO_ON = 'Go on where this conversation stopped.';

type Services = Pick<EditorServices, 'model' | 'run' | 'hostFor' | 'conversations'>;

interface Act {
  /** How a person is asked which conversation is meant, and what is said where there is none for it. */
  readonly asked: ListWords;
  readonly fits?: (seen: SeenConversation) => boolean;
  run(services: Services, seen: SeenConversation): Promise<unknown>;
}

const isParkable = ({ conversation, entry }: SeenConversation): boolean => conversation.state === 'limit' && !entry;

const asked = (title: string, question: string, none = l10n.t('No conversations in this folder.')): ListWords => ({
  title,
  question,
  none,
});

const noneStopped = (): string => l10n.t('No conversation here is stopped at a usage limit.');

const acts = (): Readonly<Record<ConversationAct, Act>> => ({
  later: { asked: asked(l10n.t('Put Off Conversation'), l10n.t('Put off which conversation?')), run: putOff },
  open: { asked: asked(l10n.t('Open Conversation'), l10n.t('Open which conversation?')), run: openInTerminal },
  openInPanel: {
    asked: asked(
      l10n.t('Open Conversation in Panel'),
      l10n.t('Open which conversation in the panel of its agent?'),
      l10n.t('No conversation here belongs to an agent with a panel.'),
    ),
    fits: one => hasPanel(one.conversation),
    run: openInPanel,
  },
  park: {
    asked: asked(l10n.t('Park Conversation'), l10n.t('Park which conversation?'), noneStopped()),
    fits: isParkable,
    run: (services, seen) => parkConversations(services, [seen]),
  },
  parkAndAllow: {
    asked: asked(
      l10n.t('Park and Allow'),
      l10n.t('Park which conversation, and let it continue automatically?'),
      noneStopped(),
    ),
    fits: isParkable,
    run: (services, seen) => parkConversations(services, [seen], { allow: true }),
  },
  followUp: {
    asked: asked(l10n.t('Schedule Follow-up'), l10n.t('Schedule a follow-up of which conversation?')),
    run: scheduleFollowUp,
  },
  copyId: { asked: asked(l10n.t('Copy Conversation Id'), l10n.t('Copy the id of which conversation?')), run: copyId },
});

/**
 * Does something with a conversation: that of the row a command was called on, `selected` the one in the view, else one
 * that the person picks.
 */
export async function actOnConversation(services: Services, act: ConversationAct, given: unknown): Promise<void> {
  if (!conversationsOn()) {
    showRefusal(l10n.t('Conversations are turned off. Set defer.conversations to "on" to use them.'));
    return;
  }
  const { asked: words, fits = () => true, run } = acts()[act];
  const named = given === 'selected' ? await focusedConversation(services) : toConversation(given);
  const seen = named ?? (await askConversation(services, words, fits));
  if (seen) {
    await run(services, seen);
  }
}

/**
 * The focused conversation of the view. The editor tells only what is selected, so the focused row is selected first.
 */
async function focusedConversation(services: Services): Promise<SeenConversation | undefined> {
  await runListCommand('list.select');
  return (await services.conversations()).selected;
}

/**
 * Asks when, and for a line of note; the entry continues the conversation then. One that is put off already is moved.
 */
async function putOff(services: Services, { conversation, entry }: SeenConversation): Promise<unknown> {
  if (entry) {
    return services.run('reschedule', { row: entry });
  }
  const ledger = ledgerOf(services, conversation);
  if (!ledger) {
    return undefined;
  }
  const when = await askWhen(services.hostFor([ledger]), l10n.t('Defer: Later (1/2)'));
  const note =
    when === undefined
      ? undefined
      : await vscode.window.showInputBox({
          ...{
            title: l10n.t('Defer: Later (2/2)'),
            ignoreFocusOut: true,
            placeHolder: l10n.t('Look at the build and go on'),
          },
          prompt: l10n.t('What should the agent do then? Leave it empty to go on where the conversation stopped.'),
        });
  if (note === undefined) {
    return undefined;
  }
  const words = note.trim();
  const said =
    words === ''
      ? { message: `Continue "${cleanLine(conversationTitle(conversation), 100)}"`, prompt: GO_ON }
      : { message: words };
  return services.run('add', {
    ready: { input: { ...said, when, conversation: conversation.id }, ledgers: [ledger] },
  });
}

/** Asks what is to be done and when, in one box; the entry continues the conversation. */
async function scheduleFollowUp(services: Services, { conversation }: SeenConversation): Promise<unknown> {
  const ledger = ledgerOf(services, conversation);
  const verb = { ...findVerb('add'), title: l10n.t('Schedule Follow-up…') };
  return ledger && services.run(verb, { into: ledger, input: { conversation: conversation.id } });
}

function openInTerminal(services: Services, { conversation }: SeenConversation): Promise<unknown> {
  const input = { conversation: conversation.id };
  return services.run('open', { ready: { input, ledgers: allLedgers(services) } });
}

/** Opens it in its agent's own panel. What its entry says is put into the box there; only the person sends it. */
async function openInPanel(services: Services, { conversation, entry }: SeenConversation): Promise<void> {
  const words = entry && toEntry(entry.state);
  const prompt = words && clean(words.prompt ?? words.title);
  if (!(await vscode.env.openExternal(panelAddress(conversation, prompt)))) {
    showRefusal(l10n.t('The panel could not be opened.'));
  } else if (entry) {
    await noteOpened(services.hostFor([entry.schedule.ledger]), entry.state.id);
    await services.model.look();
  }
}

async function copyId(_services: Services, { conversation }: SeenConversation): Promise<void> {
  await vscode.env.clipboard.writeText(conversation.id);
  showDone(l10n.t('The id is on the clipboard.'));
}

/** The schedule that a conversation is put into; the person is told where there is none. */
function ledgerOf(services: Services, conversation: SeenConversation['conversation']): ReturnType<typeof ledgerFor> {
  const ledger = ledgerFor({ ledgers: allLedgers(services) }, conversation);
  if (!ledger) {
    showRefusal(
      l10n.t('That conversation belongs to {0}, which is not open here.', cleanLine(conversation.folder, 200)),
    );
  }
  return ledger;
}
