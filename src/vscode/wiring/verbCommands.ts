import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Ledger } from '../../store/ledger.ts';
import { readTask } from '../../verbs/readMoment.ts';
import type { RawInput, Reply, Verb } from '../../verbs/verb.ts';
import type { Approvals, Host, Launcher } from '../../verbs/host.ts';
import { askEntry } from '../ask/askEntry.ts';
import { askMessage } from '../ask/askMessage.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import { currentAttachment, type Attachment } from '../ask/attachment.ts';
import { editorHost } from './editorHost.ts';
import { showDone, showRefusal, showRestricted } from '../say/notices.ts';
import type { Results } from '../results/resultParts.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import type { TextPages } from '../say/textPages.ts';
import { askVerb } from '../../verbs/askVerb.ts';

/** What commands need to ask, do and answer. */
export interface VerbContext {
  readonly model: ScheduleModel;
  readonly launcher: Launcher;
  readonly approvals: Approvals;
  readonly pages: TextPages;
  /** The conversations about this workspace; loaded when they are first asked for. */
  readonly conversations: () => Promise<Conversations>;
  /** What runs in worktrees left; loaded when it is first asked for. */
  readonly results: () => Promise<Results>;
  /** The command line's program, which this extension brings along. */
  readonly commandLine: string;
}

/** What is known before anybody is asked: the row a command was called on, and fields that are fixed. */
export interface Given {
  readonly row?: EntryRow | undefined;
  readonly input?: RawInput;
  /** Whether an entry that is optional is not asked for. */
  readonly anyEntry?: true;
  /** The time that is likely meant, to begin with. */
  readonly likely?: string;
  /** Whether a new entry goes to the global schedule. */
  readonly global?: boolean;
  /** The schedule of a new entry that belongs to a conversation: neither an agent nor the open file is asked for. */
  readonly into?: Ledger;
  /** What the acts of one gesture have in common. */
  readonly batch?: string;
  /** All that is to be said, and to which schedules: nobody is asked for anything. */
  readonly ready?: Gathered;
  /** Whether who asks tells the person what came of it. */
  readonly isTold?: true;
}

/** Asks for what a verb needs and is not given, runs it, and answers. Undefined where the person left or may not. */
export async function runVerb(desk: VerbContext, verb: Verb, given: Given = {}): Promise<Reply | undefined> {
  if (verb.effect !== 'reads' && !vscode.workspace.isTrusted) {
    showRestricted();
    return undefined;
  }
  const asks = verb.name === 'add' ? gatherNew : gather;
  const gathered = given.ready ?? (await asks(desk, verb, given));
  if (!gathered) {
    return undefined;
  }
  const { input, ledgers } = gathered;
  const host = editorHost(desk.model, desk.launcher, ledgers, desk);
  let isDeclined = false;
  const confirm: Host['confirm'] = async question => {
    isDeclined = !(await host.confirm(question));
    return !isDeclined;
  };
  const batch = given.batch === undefined ? {} : { batch: given.batch };
  const reply = await askVerb({ ...host, ...batch, confirm }, verb, input);
  if (verb.effect !== 'reads') {
    await desk.model.look();
  }
  // A person who just said no need not be told that nothing was done.
  if (isDeclined) {
    return undefined;
  }
  if (!given.isTold) {
    await answer(desk, verb, reply, given.row !== undefined);
  }
  return reply;
}

/** What a verb is given. */
interface Gathered {
  readonly input: RawInput;
  readonly ledgers: readonly Ledger[];
}

/** Those of the workspace folders, in their order, then the global one. */
export const allLedgers = ({ model }: Pick<VerbContext, 'model'>): readonly Ledger[] =>
  model.schedules.map(({ ledger }) => ledger);

async function gather(desk: VerbContext, verb: Verb, given: Given): Promise<Gathered | undefined> {
  const input: Record<string, RawInput[string]> = { ...given.input };
  let ledgers = allLedgers(desk);
  for (const [name, field] of Object.entries(verb.input)) {
    if (input[name] !== undefined) {
      continue;
    }
    if (field.kind === 'entry') {
      if (field.optional && !given.row && (given.anyEntry || verb.effect === 'reads')) {
        // What only reads takes none for all of them.
        continue;
      }
      const row = given.row ?? (await askEntry(verb.name, verb.title, desk.model));
      if (!row) {
        return undefined;
      }
      input[name] = row.state.id;
      ledgers = [row.schedule.ledger];
    } else if (!field.optional) {
      const title = `Defer: ${verb.title}`;
      const value =
        field.kind === 'when'
          ? await askWhen(
              editorHost(desk.model, desk.launcher, ledgers),
              title,
              verb.name === 'when' ? 'any' : 'moment',
              given.likely,
            )
          : field.kind === 'choice'
            ? await vscode.window.showQuickPick([...(field.choices ?? [])], { title, placeHolder: field.help })
            : await vscode.window.showInputBox({ title, prompt: field.help, ignoreFocusOut: true });
      if (value === undefined) {
        return undefined;
      }
      input[name] = value;
    }
  }
  return { input, ledgers };
}

/** A new entry: what is to be done, then when. The open file or the selection in it becomes an artifact. */
async function gatherNew(desk: VerbContext, verb: Verb, given: Given): Promise<Gathered | undefined> {
  const { into } = given;
  const attachment = into ? undefined : currentAttachment();
  const fixed = given.input?.['when'];
  const name = `Defer: ${verb.title.replace('…', '')}`;
  const anyHost = editorHost(desk.model, desk.launcher, allLedgers(desk));
  const said = await askMessage({
    title: fixed === undefined ? `${name} (1/2)` : name,
    ...(!into && { agents: () => desk.launcher.agents() }),
    ...(!into && desk.model.projects.length > 0 && { global: given.global ?? false }),
    ...(fixed === undefined && { split: (text: string) => readTask(anyHost, text) }),
  });
  if (!said) {
    return undefined;
  }
  const ledger = into ?? (said.global ? globalOf(desk) : await folderForNew(desk, attachment?.folder))?.ledger;
  if (!ledger) {
    return undefined;
  }
  const host = editorHost(desk.model, desk.launcher, [ledger]);
  const when = fixed ?? said.when ?? (await askWhen(host, `${name} (2/2)`, 'any'));
  if (when === undefined) {
    return undefined;
  }
  const named = said.agent ?? given.input?.['agent'];
  const agent = named === undefined ? {} : { agent: named, prompt: said.message };
  const artifacts = attachment ? { artifacts: [artifactFor(attachment, ledger)] } : {};
  return { input: { ...given.input, message: said.message, when, ...agent, ...artifacts }, ledgers: [ledger] };
}

const globalOf = ({ model }: Pick<VerbContext, 'model'>): FolderSchedule | undefined => model.schedules.at(-1);

/** The attached file as the schedule's folder sees it: by its whole path from another one. */
const artifactFor = ({ folder, artifact }: Attachment, ledger: Ledger): string =>
  folder.uri.fsPath === ledger.folder ? artifact : join(folder.uri.fsPath, artifact);

/**
 * The folder a new entry goes to: that of the open file, else the only one, else the one a person picks. Where no folder
 * is open it is the home folder, with the global schedule.
 */
export async function folderForNew(
  desk: Pick<VerbContext, 'model'>,
  near: vscode.WorkspaceFolder | undefined,
): Promise<FolderSchedule | undefined> {
  const { projects } = desk.model;
  if (projects.length === 0) {
    return globalOf(desk);
  }
  const only = projects.length === 1 ? projects[0] : projects.find(({ folder }) => folder === near);
  if (only) {
    return only;
  }
  const picked = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Which folder does it belong to?' });
  return projects.find(({ folder }) => folder.uri.toString() === picked?.uri.toString());
}

/** Verbs whose message offers to undo them. */
const UNDOABLE: ReadonlySet<string> = new Set([
  ...['snooze', 'reschedule', 'edit', 'done', 'skip', 'pause', 'resume', 'cancel', 'reopen', 'accept', 'reject'],
]);

/** `onRow`: it was asked for on a row of the tree, where the next key is meant to go. */
async function answer(desk: VerbContext, verb: Verb, reply: Reply, onRow: boolean): Promise<void> {
  if (!reply.ok) {
    showRefusal(reply.why);
  } else if (verb.effect === 'reads' || reply.isPage) {
    const text = reply.isPage && reply.report !== undefined ? `${reply.report}\n\n${reply.say}` : reply.say;
    await desk.pages.show(verb.title.replace('…', ''), text, { preserveFocus: onRow });
  } else {
    showDone(reply.say, UNDOABLE.has(verb.name) ? { command: 'defer.undo', label: 'Undo' } : undefined);
  }
}
