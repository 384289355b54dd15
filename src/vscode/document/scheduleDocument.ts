import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { groupName } from '../../render/view/groupNames.ts';
import { isTombstone } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { problemText, problemWord } from '../../render/text/problemText.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { whenText } from '../../render/row/whenText.ts';
import { SCHEDULE_FILE } from '../../store/disk/place.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { fits, wordsIn, type EntryAct } from '../tree/rowWords.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';

/** How many entries of a file get buttons. */
const MOST = 2000;

const SELECTOR: vscode.DocumentSelector = { scheme: 'file', pattern: '**/.sf/schedule.jsonl' };

/**
 * What the schedule file says about itself while it is open: problems at their lines, the due time over the latest row
 * of every open entry with what can be done, and the same where the pointer rests on a row. Of a text that is not saved
 * nothing new is said, since lines have moved; the editor moves the problems that are there with their lines.
 */
export function watchDocuments(model: ScheduleModel): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('defer');
  const changed = new vscode.EventEmitter<void>();
  const draw = (): void => {
    for (const document of vscode.workspace.textDocuments) {
      const schedule = scheduleOf(model, document);
      if (!schedule) {
        // Its folder may have left the window.
        if (problems.has(document.uri)) {
          problems.delete(document.uri);
        }
      } else if (!document.isDirty) {
        problems.set(document.uri, problemsIn(schedule, document, model));
      }
    }
    changed.fire();
  };
  draw();
  return vscode.Disposable.from(
    problems,
    changed,
    model.onDidChange(draw),
    vscode.workspace.onDidOpenTextDocument(draw),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    vscode.languages.registerCodeLensProvider(SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: document => lensesOf(model, document),
    }),
    vscode.languages.registerHoverProvider(SELECTOR, {
      provideHover: async (document, { line }) => {
        // It may be the line of an entry that is closed.
        await model.readAll();
        return hoverOf(model, document, line);
      },
    }),
  );
}

const scheduleOf = (model: ScheduleModel, document: vscode.TextDocument): FolderSchedule | undefined =>
  model.schedules.find(
    ({ folder }) => vscode.Uri.joinPath(folder.uri, SCHEDULE_FILE).toString() === document.uri.toString(),
  );

function problemsIn(
  { ledger }: FolderSchedule,
  document: vscode.TextDocument,
  model: ScheduleModel,
): readonly vscode.Diagnostic[] {
  return ledger
    .problems(model.now)
    .filter(({ file, line }) => file === undefined && line > 0 && line <= document.lineCount)
    .map(problem => {
      const { range } = document.lineAt(problem.line - 1);
      const text = cleanLine(problemText(problem), 500);
      const shown = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Warning);
      shown.source = 'Defer';
      shown.code = problemWord(problem.class);
      return shown;
    });
}

function lensesOf(model: ScheduleModel, document: vscode.TextDocument): vscode.CodeLens[] {
  const schedule = scheduleOf(model, document);
  if (!schedule || document.isDirty) {
    return [];
  }
  return schedule.ledger.schedule.open
    .filter(({ line, definition }) => definition === undefined && line > 0 && line <= document.lineCount)
    .slice(0, MOST)
    .flatMap(state => lensesFor(model, { kind: 'entry', state, schedule }));
}

function lensesFor(model: ScheduleModel, row: EntryRow): readonly vscode.CodeLens[] {
  const seen = viewEntry(row.state, model.view);
  const words = wordsIn(row, model.view);
  const range = new vscode.Range(row.state.line - 1, 0, row.state.line - 1, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: [row] });
  return [
    // An icon or a link in a lens would be the agent's name, which comes from the file.
    lens(whenText(seen, model.now, model.view.zone).replace(/\$\(/g, '$ ('), 'defer.show'),
    ...offered(words).map(([act, title]) => lens(title, `defer.${act}`)),
  ];
}

/** What an entry offers at its line: the same as its row in the tree. */
function offered(words: readonly string[]): readonly (readonly [EntryAct, string])[] {
  const acts: readonly (readonly [EntryAct, string])[] = [
    ['accept', l10n.t('Accept')],
    ['reject', l10n.t('Reject')],
    ['run', l10n.t('Run')],
    ['stop', l10n.t('Stop')],
    ['snooze', l10n.t('Snooze')],
    ['done', l10n.t('Done')],
  ];
  const isProposed = fits('accept', words);
  return acts.filter(([act]) => fits(act, words) && (!isProposed || act === 'accept' || act === 'reject'));
}

function hoverOf(model: ScheduleModel, document: vscode.TextDocument, line: number): vscode.Hover | undefined {
  const schedule = scheduleOf(model, document);
  const state = schedule && !document.isDirty ? stateAt(schedule, document.lineAt(line).text, line + 1) : undefined;
  if (!state) {
    return undefined;
  }
  const seen = viewEntry(state, model.view);
  const words = [
    cleanLine(seen.entry.title),
    // What is archived has left no more here than how it was closed.
    `${isTombstone(seen.entry) ? l10n.t('Archived') : groupName(seen.group)}: ${whenText(seen, model.now, model.view.zone)}`,
    ...(state.line > line + 1 ? [l10n.t('An earlier row of this entry; the latest is on line {0}.', state.line)] : []),
  ];
  // Not Markdown of ours: text of the file could be a link in it.
  return new vscode.Hover(words.map(text => new vscode.MarkdownString().appendText(text)));
}

function stateAt({ ledger }: FolderSchedule, text: string, line: number): EntryState | undefined {
  for (const state of ledger.schedule.some()) {
    if (state.line === line) {
      return state;
    }
  }
  const id = /"id"\s*:\s*"([^"\\]{1,128})"/.exec(text)?.[1];
  return id === undefined ? undefined : ledger.schedule.get(id);
}
