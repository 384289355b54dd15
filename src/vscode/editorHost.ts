import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ulid } from 'ulid';
import { printable } from '../render/clean.ts';
import { deferHome } from '../runner/home.ts';
import { createRunRecords } from '../runner/runRecords.ts';
import { diaryPath, diaryProblem, lastLines } from '../store/diary.ts';
import type { Ledger } from '../store/ledger.ts';
import { realFolder } from '../store/realFolder.ts';
import type { Approvals, Host, Launcher, Question } from '../verbs/verb.ts';
import type { ScheduleModel } from './scheduleModel.ts';
import { dayHours, morning, timeZone } from './settings.ts';
import type { TextPages } from './textPages.ts';

/** What shows and keeps approvals, and is called without a person: without it nothing can be approved or handed off. */
interface Approving {
  readonly approvals: Approvals;
  readonly pages: TextPages;
  readonly commandLine: string;
}

/** What the editor brings to the verbs, for the given schedules: the row's own, or all of them. */
export function editorHost(
  model: ScheduleModel,
  launcher: Launcher,
  ledgers: readonly Ledger[],
  approving?: Approving,
): Host {
  return {
    ledgers,
    clock: model.clock,
    zone: timeZone(),
    morning: morning(),
    hours: dayHours(),
    author: 'user',
    newId: () => ulid(model.now),
    alive: model.alive,
    launcher,
    records: createRunRecords(deferHome()),
    ...(approving && { approvals: approving.approvals }),
    diary: {
      path: diaryPath(),
      nameOf: realFolder,
      lines: (limit, keeps) => lastLines(diaryPath(), limit, keeps),
      problem: () => diaryProblem(diaryPath()),
    },
    ...(approving && {
      handoff: async () => {
        const { createHandoffDesk } = await import('../runner/handoffDesk.ts');
        return createHandoffDesk({ env: process.env, cli: approving.commandLine, folder: homedir() });
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
async function confirm({ title, detail, yes }: Question): Promise<boolean> {
  const options = { modal: true, detail: printable(detail) };
  return (await vscode.window.showWarningMessage(title, options, yes)) === yes;
}
