import * as l10n from '@vscode/l10n';
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { whenText } from '../../render/row/whenText.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';

const SELECTOR: vscode.DocumentSelector = { scheme: 'file', language: 'markdown' };

/**
 * Over a Markdown file that defines an entry: when it comes up, what can be done with it, and, while it has no prompt,
 * where that goes.
 */
export function watchScheduleFiles(model: ScheduleModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    model.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: document => {
        const row = entryOf(model, document);
        return row ? lensesFor(model, row, document) : [];
      },
    }),
  );
}

/** The entry that a file defines, as of the last look. */
function entryOf(model: ScheduleModel, { uri }: vscode.TextDocument): EntryRow | undefined {
  for (const schedule of model.schedules) {
    const file = relative(schedule.folder.uri.fsPath, uri.fsPath).split(sep).join('/');
    const state = schedule.ledger.schedule.open.find(({ definition }) => definition?.file === file);
    if (state) {
      return { kind: 'entry', state, schedule };
    }
  }
  return undefined;
}

function lensesFor(model: ScheduleModel, row: EntryRow, document: vscode.TextDocument): vscode.CodeLens[] {
  const seen = viewEntry(row.state, model.view);
  const { horizon, zone } = model.view;
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (range: vscode.Range, title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: command === '' ? [] : [row] });
  const time = whenText(seen, horizon.now, zone).replace(/\$\(/g, '$ (');
  const last = document.lineCount - 1;
  const end = new vscode.Range(last, 0, last, 0);
  return [
    lens(top, time || l10n.t('Show Entry'), 'defer.show'),
    ...(seen.entry.isPaused ? [lens(top, l10n.t('unpause'), 'defer.resume')] : []),
    ...(seen.entry.prompt === undefined
      ? [lens(end, l10n.t('Write below what the agent is to do.'), '')]
      : [lens(top, l10n.t('run'), 'defer.run')]),
  ];
}
