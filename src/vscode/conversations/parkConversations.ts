import { askWhen } from '../ask/askWhen.ts';
import { editorHost } from '../wiring/editorHost.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { allLedgers, runVerb, type VerbContext } from '../wiring/verbCommands.ts';
import type { SeenConversation } from './conversationWatch.ts';

/**
 * Schedules that stopped conversations go on once their limits reset; what is to be written is shown first. The person
 * says when, for those that do not tell it.
 */
export async function parkConversations(desk: VerbContext, stopped: readonly SeenConversation[]): Promise<void> {
  const park = findVerb('park');
  const ledgers = allLedgers(desk);
  const idsOf = (isTold: boolean): readonly string[] =>
    stopped
      .filter(({ conversation }) => (conversation.limit?.resetsAt !== undefined) === isTold)
      .map(({ conversation }) => conversation.id);
  const [told, untold] = [idsOf(true), idsOf(false)];
  if (told.length > 0) {
    await runVerb(desk, park, { ready: { input: { names: told }, ledgers } });
  }
  if (untold.length > 0) {
    const title = 'Defer: When does the limit reset?';
    const when = await askWhen(editorHost(desk.model, desk.launcher, ledgers), title);
    if (when !== undefined) {
      await runVerb(desk, park, { ready: { input: { names: untold, when }, ledgers } });
    }
  }
}
