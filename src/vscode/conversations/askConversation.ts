import * as vscode from 'vscode';
import { conversationRowText, conversationTitle, TOOL_NAMES } from '../../render/conversations/conversationWords.ts';
import type { ListWords } from '../ask/listWords.ts';
import { plainLabel } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { dueOf, type SeenConversation } from './conversationWatch.ts';

/** How many conversations a pick list offers. */
const MOST = 500;

/** A conversation as a line of a pick list. */
export interface ConversationItem extends vscode.QuickPickItem {
  readonly seen: SeenConversation;
}

/** Makes lines of conversations. */
export function conversationItems(
  { model }: Pick<EditorServices, 'model'>,
  some: readonly SeenConversation[],
): readonly ConversationItem[] {
  const { horizon, zone } = model.view;
  return some.slice(0, MOST).map(seen => {
    const sight = { now: horizon.now, zone, entry: dueOf(seen) };
    return {
      label: plainLabel(conversationTitle(seen.conversation)),
      description: plainLabel(
        `${TOOL_NAMES[seen.conversation.agent]} · ${conversationRowText(seen.conversation, sight)}`,
      ),
      seen,
    };
  });
}

/** Asks which conversation is meant, of those that fit. Undefined where the person left, or where there is none. */
export async function askConversation(
  services: Pick<EditorServices, 'model' | 'conversations'>,
  { title, question, none }: ListWords,
  fits: (seen: SeenConversation) => boolean,
): Promise<SeenConversation | undefined> {
  const { watch } = await services.conversations();
  await watch.look();
  const items = conversationItems(services, watch.conversations.filter(fits));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`Defer: ${none}`);
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    ...{ title: `Defer: ${title}`, placeHolder: question, matchOnDescription: true },
  });
  return chosen?.seen;
}
