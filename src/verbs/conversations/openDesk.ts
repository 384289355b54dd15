import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { ConversationDesk } from '../conversationDesk.ts';
import type { Host } from '../host.ts';

const off = (): Refusal =>
  refusal(l10n.t('Conversations are turned off. Set defer.conversations to "on" to use them.'));
const restricted = (): Refusal =>
  refusal(l10n.t('In Restricted Mode conversations are not read. Trust this workspace to use them.'));
const notHere = (): Refusal =>
  refusal(l10n.t('Conversations cannot be read from here. Use the command line or the editor.'));

/**
 * The conversations of this machine; refused where the person turned them off or does not trust the workspace, and
 * where nobody may look at them.
 */
export async function openDesk({
  conversations,
  conversationsOff,
}: Pick<Host, 'conversations' | 'conversationsOff'>): Promise<ConversationDesk | Refusal> {
  return conversationsOff === undefined
    ? ((await conversations?.()) ?? notHere())
    : conversationsOff === 'setting'
      ? off()
      : restricted();
}
