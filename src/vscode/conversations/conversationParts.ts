import * as vscode from 'vscode';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { Failures } from '../model/failures.ts';
import { openDesk } from '../model/loadConversations.ts';
import { conversationsOn } from '../model/settings.ts';
import { Standings } from '../model/standings.ts';
import { ConversationTree } from './conversationTree.ts';
import { ConversationWatch, type Conversations } from './conversationWatch.ts';
import { newStops } from './newStops.ts';

/** What the conversations of a window are made of. */
export interface ConversationSurroundings {
  readonly model: ScheduleModel;
  readonly failures: Failures;
  /** What is remembered of this workspace. */
  readonly memory: vscode.Memento;
  /** Tells the person of conversations that stopped; loaded when there are some. */
  readonly tellStops: () => Promise<void>;
  /** Draws the schedule again, where a conversation of an entry stands otherwise. */
  readonly redraw: () => void;
}

/** Shows the conversations about the folders of a window, and has the person told where a limit stopped some. */
export function createConversations({
  model,
  failures,
  memory,
  tellStops,
  redraw,
}: ConversationSurroundings): Conversations & vscode.Disposable {
  const watch = new ConversationWatch(openDesk(model.clock), model, failures);
  const standings = new Standings(watch.desk, model, redraw);
  const tree = new ConversationTree(watch, model);
  const telling = watch.onDidLook(() => {
    if (conversationsOn()) {
      failures.watch('Looking at the conversations of entries', standings.look());
    }
    if (newStops(watch.conversations, model.now, memory).length > 0) {
      failures.watch('Reporting stopped conversations', tellStops());
    }
  });
  // Until then the view says nothing in place of what it may hold.
  void watch.look().then(() => vscode.commands.executeCommand('setContext', 'defer.conversationsRead', true));
  return {
    watch,
    get selected() {
      return tree.selected;
    },
    dispose: () => vscode.Disposable.from(telling, tree, watch).dispose(),
  };
}
