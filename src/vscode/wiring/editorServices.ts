import type { Ledger } from '../../store/ledger.ts';
import type { Host } from '../../verbs/host.ts';
import type { Reply, Verb } from '../../verbs/verb.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import type { Results } from '../results/resultParts.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { TextPages } from '../say/textPages.ts';
import { editorHost } from './editorHost.ts';
import { findVerb } from './findVerb.ts';
import { runVerb, type Given, type VerbContext } from './verbCommands.ts';

/**
 * What acts of the editor are handed. Each takes the few that it touches, so that its signature tells what it can do:
 * `({ model, run }: Pick<EditorServices, 'model' | 'run'>)` looks and runs verbs, and neither asks nor shows a page.
 */
export interface EditorServices {
  /** The schedules of the window. */
  readonly model: ScheduleModel;
  /** Pages of text that cannot be changed. */
  readonly pages: TextPages;
  /** Asks for what a verb needs and is not given, runs it, and answers (`runVerb`). */
  readonly run: (verb: string | Verb, given?: Given) => Promise<Reply | undefined>;
  /** The conversations about this workspace; loaded when they are first asked for. */
  readonly conversations: () => Promise<Conversations>;
  /** What runs in worktrees left; loaded when it is first asked for. */
  readonly results: () => Promise<Results>;
  /** What the editor brings to verbs of these schedules, but for what approves and hands off. */
  readonly hostFor: (ledgers: readonly Ledger[]) => Host;
}

/** Makes the services of a window from all that its verbs need. */
export const createEditorServices = (context: VerbContext): EditorServices => ({
  model: context.model,
  pages: context.pages,
  conversations: context.conversations,
  results: context.results,
  run: (verb, given) => runVerb(context, typeof verb === 'string' ? findVerb(verb) : verb, given),
  hostFor: ledgers => editorHost(context.model, context.launcher, ledgers),
});
