import * as l10n from '@vscode/l10n';
import { askWhen } from '../ask/askWhen.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { allLedgers } from '../wiring/verbCommands.ts';
import type { SeenConversation } from './conversationWatch.ts';

/**
 * Schedules that stopped conversations go on once their limits reset; what is to be written is shown first. The person
 * says when, for those that do not tell it. `allow`: they are asked whether each may run without them then, too.
 */
export async function parkConversations(
  { model, run, hostFor }: Pick<EditorServices, 'model' | 'run' | 'hostFor'>,
  stopped: readonly SeenConversation[],
  { allow = false }: { readonly allow?: boolean } = {},
): Promise<void> {
  const ledgers = allLedgers({ model });
  const idsOf = (isTold: boolean): readonly string[] =>
    stopped
      .filter(({ conversation }) => (conversation.limit?.resetsAt !== undefined) === isTold)
      .map(({ conversation }) => conversation.id);
  const [told, untold] = [idsOf(true), idsOf(false)];
  if (told.length > 0) {
    await run('park', { ready: { input: { names: told, allow }, ledgers } });
  }
  if (untold.length > 0) {
    const title = l10n.t('Defer: When does the limit reset?');
    const when = await askWhen(hostFor(ledgers), title);
    if (when !== undefined) {
      await run('park', { ready: { input: { names: untold, when, allow }, ledgers } });
    }
  }
}
