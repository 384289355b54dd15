import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { titleText } from './titleText.ts';
import { toEntry } from '../../core/entry/entry.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import type { Ledger } from '../../store/ledger.ts';
import { readTask, readTrouble } from '../../verbs/readMoment.ts';
import type { RawInput, Reply, Verb } from '../../verbs/verb.ts';
import type { Approvals, Launcher } from '../../verbs/host.ts';
import { askEntry } from '../ask/askEntry.ts';
import { askMessage } from '../ask/askMessage.ts';
import { askTime } from '../ask/askTime.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { folderForNew, globalOf } from '../ask/folderForNew.ts';
import { askWhen } from '../ask/askWhen.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import { currentAttachment, type Attachment } from '../ask/attachment.ts';
import { editorHost } from './editorHost.ts';
import { findVerb } from './findVerb.ts';
import { giveTo, tellMissing } from '../agents/missingAgent.ts';
import { rowNamed } from '../tree/rowNamed.ts';
import { showDone, showRefusal, showRestricted } from '../say/notices.ts';
import type { Results } from '../results/resultParts.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { isEntryAct, type EntryAct } from '../tree/rowWords.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { ApprovalPages } from '../pages/approvalPages.ts';
import type { TextPages } from '../say/textPages.ts';
import { askVerb } from '../../verbs/askVerb.ts';

/** What commands need to ask, do and answer. */
export interface VerbContext {
  readonly model: ScheduleModel;
  readonly failures: Failures;
  readonly launcher: Launcher;
  readonly approvals: Approvals;
  readonly pages: TextPages;
  /** Where a person lets entries run without them. */
  readonly approvalPages: ApprovalPages;
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
  /** What stands in the box of a new entry to begin with. */
  readonly text?: string;
  /** The files that belong to a new entry; the open one where nothing is said. */
  readonly attached?: readonly Attachment[];
  /** Whether a new entry goes to the global schedule. */
  readonly global?: boolean;
  /** The schedule of a new entry that belongs to a conversation: neither an agent nor the open file is asked for. */
  readonly into?: Ledger;
  /** The act that the entry which is asked for must fit, where that is not the verb. */
  readonly act?: EntryAct;
  /** What the acts of one gesture have in common. */
  readonly batch?: string;
  /** The whole input, and the schedules it is for. If it is given, nobody is asked for anything. */
  readonly ready?: Gathered;
  /** Whether the caller itself tells the person what came of it. */
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
  const noting =
    <Asked>(ask: (asked: Asked) => Promise<boolean>) =>
    async (asked: Asked): Promise<boolean> => {
      isDeclined = !(await ask(asked));
      return !isDeclined;
    };
  const { askToAllow } = host;
  const asking = { confirm: noting(host.confirm), ...(askToAllow && { askToAllow: noting(askToAllow) }) };
  const batch = given.batch === undefined ? {} : { batch: given.batch };
  const reply = await askVerb({ ...host, ...batch, ...asking }, verb, input);
  if (verb.effect !== 'reads') {
    await desk.model.look();
  }
  // A person who just said no need not be told that nothing was done.
  if (isDeclined) {
    return undefined;
  }
  if (!given.isTold) {
    const made = reply.ok ? reply.made?.[0] : undefined;
    const row = given.row ?? rowNamed(desk.model, ledgers[0], input['id'] ?? made);
    await answer(desk, verb, reply, { given, row });
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
        // A verb that only reads means all entries if it is given none.
        continue;
      }
      const row = given.row ?? (await askWhich(given.act ?? verb.name, desk.model));
      if (!row) {
        return undefined;
      }
      input[name] = row.state.id;
      ledgers = [row.schedule.ledger];
    } else if (!field.optional) {
      const [title, placeHolder] = [`Defer: ${titleText(verb.title)}`, titleText(field.help)];
      const value =
        field.kind === 'when'
          ? await askWhen(
              editorHost(desk.model, desk.launcher, ledgers),
              title,
              verb.name === 'when' ? 'any' : 'moment',
              given.likely,
            )
          : field.kind === 'choice'
            ? await vscode.window.showQuickPick([...(field.choices ?? [])], { title, placeHolder })
            : await vscode.window.showInputBox({ title, prompt: placeHolder, ignoreFocusOut: true });
      if (value === undefined) {
        return undefined;
      }
      input[name] = value;
    }
  }
  return { input, ledgers };
}

/** Asks which entry is meant. For a verb that fits every entry, all are offered. */
const askWhich = (name: string, model: ScheduleModel): Promise<EntryRow | undefined> =>
  askEntry(isEntryAct(name) ? name : 'show', model);

/** A new entry: what is to be done, then when. The open file or the selection in it becomes an artifact. */
async function gatherNew(desk: VerbContext, verb: Verb, given: Given): Promise<Gathered | undefined> {
  const { into } = given;
  const current = into || given.attached ? undefined : currentAttachment();
  const attached = given.attached ?? (current ? [current] : []);
  const fixed = given.input?.['when'];
  const name = `Defer: ${plainTitle(verb)}`;
  const anyHost = editorHost(desk.model, desk.launcher, allLedgers(desk));
  const said = await askMessage({
    title: fixed === undefined ? `${name} (1/2)` : name,
    ...(given.text !== undefined && { text: given.text }),
    ...(!into && { agents: () => desk.launcher.agents() }),
    ...(!into && desk.model.projects.length > 0 && { global: given.global ?? false }),
    ...(fixed === undefined && {
      split: (text: string) => readTask(anyHost, text),
      trouble: (text: string) => readTrouble(anyHost, text),
    }),
  });
  if (!said) {
    return undefined;
  }
  const schedule = said.global
    ? globalOf(desk.model)
    : into
      ? undefined
      : await folderForNew(desk.model, attached[0]?.folder);
  const ledger = into ?? schedule?.ledger;
  if (!ledger) {
    return undefined;
  }
  const host = editorHost(desk.model, desk.launcher, [ledger]);
  const when =
    fixed === undefined && said.when === undefined
      ? await askTime(desk.model, host, `${name} (2/2)`, schedule)
      : { when: fixed ?? said.when ?? '' };
  if (when === undefined) {
    return undefined;
  }
  const named = said.agent ?? given.input?.['agent'];
  const agent = named === undefined ? {} : { agent: named, prompt: given.input?.['prompt'] ?? said.message };
  const artifacts = attached.length > 0 ? { artifacts: attached.map(one => artifactFor(one, ledger)) } : {};
  return { input: { ...given.input, message: said.message, ...when, ...agent, ...artifacts }, ledgers: [ledger] };
}

/** The attached file as the schedule's folder sees it: by its whole path from another one. */
const artifactFor = ({ folder, artifact }: Attachment, ledger: Ledger): string =>
  realFolder(folder.uri.fsPath) === realFolder(ledger.folder) ? artifact : join(folder.uri.fsPath, artifact);

const plainTitle = ({ title }: Verb): string => titleText(title).replace('…', '');

/** Verbs whose message offers to undo them. */
const UNDOABLE: ReadonlySet<string> = new Set([
  ...['snooze', 'reschedule', 'edit', 'done', 'skip', 'pause', 'resume', 'cancel', 'reopen', 'accept', 'reject'],
]);

/** How a verb was asked, and the entry that it was about. */
interface Answered {
  readonly given: Given;
  readonly row: EntryRow | undefined;
}

async function answer(desk: VerbContext, verb: Verb, reply: Reply, { given, row }: Answered): Promise<void> {
  if (!reply.ok && reply.missing !== undefined) {
    const run = (name: string, edit: Given): Promise<Reply | undefined> => runVerb(desk, findVerb(name), edit);
    const again = giveTo(run, fresh => runVerb(desk, verb, { ...given, row: fresh }));
    const { failures, launcher } = desk;
    failures.watch(plainTitle(verb), tellMissing({ agent: reply.missing, row, launcher, again }));
  } else if (!reply.ok) {
    showRefusal(reply.why);
  } else if (verb.effect === 'reads' || reply.isPage) {
    const text = reply.isPage && reply.report !== undefined ? `${reply.report}\n\n${reply.say}` : reply.say;
    await desk.pages.show(plainTitle(verb), text, { preserveFocus: given.row !== undefined });
  } else {
    const offer = UNDOABLE.has(verb.name) ? { command: 'defer.undo', label: l10n.t('Undo') } : undefined;
    // Where several things are done one after another, each message says which it is about.
    const isNamed = row && (verb.input['id'] !== undefined || reply.made);
    showDone(isNamed ? `"${isolate(cleanLine(toEntry(row.state).title, 40))}": ${reply.say}` : reply.say, offer);
  }
}
