import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ulid } from 'ulid';
import { printable } from '../../render/text/clean.ts';
import { deferHome } from '../../runner/home/homeFiles.ts';
import { createRunRecords } from '../../runner/home/runRecords.ts';
import { actLogPath, lastActLines } from '../../store/actLog.ts';
import type { Ledger } from '../../store/ledger.ts';
import { openUndoJournal } from '../../store/undoJournal.ts';
import { programEnvironment } from '../../store/programs/programEnvironment.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { writeProblem } from '../../store/disk/writeProblem.ts';
import type { Approvals, Host, Launcher } from '../../verbs/host.ts';
import type { ApprovalAsking, Question } from '../../verbs/question.ts';
import type { Conversations } from '../conversations/conversationWatch.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { conversationsOff } from '../conversations/conversationsOff.ts';
import { autoRun, timeZone } from '../model/settings.ts';
import { dayHours, goOn, morning } from '../model/actSettings.ts';
import type { ApprovalPages } from '../pages/approvalPages.ts';
import type { TextPages } from '../say/textPages.ts';

/** What shows and keeps approvals, and is called without a person: without it nothing can be approved or handed off. */
interface Approving {
  readonly approvals: Approvals;
  readonly pages: TextPages;
  readonly approvalPages: ApprovalPages;
  readonly commandLine: string;
  readonly conversations: () => Promise<Conversations>;
}

/** What the editor brings to the verbs, for the given schedules: the row's own, or all of them. */
export function editorHost(
  model: ScheduleModel,
  launcher: Launcher,
  ledgers: readonly Ledger[],
  approving?: Approving,
): Host {
  const [words, off] = [goOn(), conversationsOff()];
  return {
    ledgers,
    clock: model.clock,
    zone: timeZone(),
    morning: morning(),
    hours: dayHours(),
    author: 'user',
    asksEarly: true,
    starter: () =>
      autoRun()
        ? undefined
        : l10n.t('The editor starts it once the setting defer.autoRun is "approved"; "defer run --due" too.'),
    ...(words !== undefined && { goOn: words }),
    newId: () => ulid(model.now),
    alive: model.alive,
    launcher,
    records: createRunRecords(deferHome()),
    results: async () => {
      const [{ createResultDesk }, { toldDesk }] = await Promise.all([
        import('../../runner/results/localResults.ts'),
        import('../results/toldDesk.ts'),
      ]);
      return toldDesk(createResultDesk(deferHome(), model.clock));
    },
    ...(approving && {
      approvals: approving.approvals,
      askToAllow: (asking: ApprovalAsking) => approving.approvalPages.ask(asking),
      conversations: async () => (await approving.conversations()).watch.desk,
    }),
    ...(off && { conversationsOff: off }),
    undo: openUndoJournal(deferHome()),
    actLog: {
      path: actLogPath(),
      nameOf: realFolder,
      lines: (limit, keeps) => lastActLines(actLogPath(), limit, keeps),
      problem: () => writeProblem(actLogPath()),
    },
    ...(approving && {
      handoff: async () => {
        const { createHandoffDesk } = await import('../../runner/handoffDesk.ts');
        const { completeWindowPath } = await import('../run/windowPath.ts');
        await completeWindowPath();
        const folders = (): readonly string[] => ledgers.map(ledger => ledger.folder);
        return createHandoffDesk({ env: programEnvironment(), cli: approving.commandLine, folder: homedir(), folders });
      },
    }),
    confirm: async question => {
      if (question.page) {
        await approving?.pages.show(question.page.name, question.page.text, { preserveFocus: true });
      }
      return confirm(question);
    },
  };
}

/** A modal window shows its detail as plain text, so that nothing in it can be a link. */
async function confirm({ title, detail, yes, also }: Question): Promise<boolean> {
  const options = { modal: true, detail: printable(detail) };
  const answers = also ? [yes, also.yes] : [yes];
  const answer = await vscode.window.showWarningMessage(title, options, ...answers);
  if (also && answer === also.yes) {
    also.choose();
  }
  return answer !== undefined;
}
