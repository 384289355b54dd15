import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { Failures } from '../model/failures.ts';
import { openDesk } from '../model/loadConversations.ts';
import { hasPanel } from './agentPanel.ts';
import { conversationsOff } from './conversationsOff.ts';
import { Standings } from '../model/standings.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { ConversationTree } from './conversationTree.ts';
import { ConversationWatch, type Conversations } from './conversationWatch.ts';
import { newStops } from './newStops.ts';

/** What the conversations of a window need to be shown. */
export interface ConversationSurroundings {
  readonly model: ScheduleModel;
  readonly failures: Failures;
  /** What shows the entries, and how their conversations stand. */
  readonly tree: Pick<ScheduleTree, 'refresh'>;
  /** Tells the person about stopped conversations; loaded when there are some. */
  readonly desk: () => Promise<{ tellStops(): Promise<void> }>;
}

/** Shows the conversations about the folders of a window, and has the person told where a limit stopped some. */
export function createConversations(
  { model, tree: schedule, failures, desk }: ConversationSurroundings,
  { workspaceState }: Pick<vscode.ExtensionContext, 'workspaceState'>,
): Conversations & vscode.Disposable {
  const watch = new ConversationWatch(openDesk(model.clock), model, failures);
  const standings = new Standings(watch.desk, model, {
    redraw: () => schedule.refresh(),
    mayRead: () => conversationsOff() === undefined,
  });
  const tree = new ConversationTree(watch, model);
  const keys = new Map<string, unknown>();
  const say = (key: string, value: unknown): void => {
    if (keys.get(key) !== value) {
      keys.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
  const telling = watch.onDidLook(() => {
    failures.watch(l10n.t('Looking at the conversations of entries'), standings.look());
    // Until the first look the view is blank, and does not say that there are none.
    say('defer.conversationsRead', vscode.workspace.isTrusted ? 'trusted' : 'restricted');
    say('defer.hasConversations', watch.conversations.length > 0);
    say(
      'defer.hasPanelConversations',
      watch.conversations.some(({ conversation }) => hasPanel(conversation)),
    );
    if (newStops(watch.conversations, model.now, workspaceState).length > 0) {
      const told = desk().then(opened => opened.tellStops());
      failures.watch(l10n.t('Reporting stopped conversations'), told);
    }
  });
  void watch.look();
  return {
    watch,
    get selected() {
      return tree.selected;
    },
    dispose: () => vscode.Disposable.from(telling, tree, watch).dispose(),
  };
}
