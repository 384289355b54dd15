import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import { resultTitle } from '../../render/results/resultWords.ts';
import type { RunResult } from '../../verbs/resultDesk.ts';
import type { ResultFiles } from './resultFiles.ts';

/** How many files are opened at most: the editor holds each of them. */
const MOST = 300;

/** How many files are looked at together. */
const TOGETHER = 8;

/** What the editor's view of many files takes of one: its name, and how it was and is. */
type Difference = [name: vscode.Uri, before: vscode.Uri | undefined, after: vscode.Uri | undefined];

/** Opens what a run changed in the editor's own view of several files, with what the agent said last before them. */
export async function openChanges(result: RunResult, files: ResultFiles): Promise<void> {
  files.forget();
  const shown = result.files.slice(0, MOST);
  const page = files.pageOf(result);
  const differences: Difference[] = [[page, undefined, page]];
  for (let from = 0; from < shown.length; from += TOGETHER) {
    const some = shown.slice(from, from + TOGETHER);
    const sides = await Promise.all(some.map(({ path }) => files.sidesOf(result, path)));
    differences.push(...sides.flatMap(({ before, after }) => differenceOf(before, after)));
  }
  const rest = result.files.length - shown.length;
  const more = rest > 0 ? `, ${l10n.t('{0} more files are not shown', rest)}` : '';
  await vscode.commands.executeCommand('vscode.changes', `${cleanLine(resultTitle(result), 60)}${more}`, differences);
}

function differenceOf(before: vscode.Uri | undefined, after: vscode.Uri | undefined): readonly Difference[] {
  const name = after ?? before;
  return name ? [[name, before, after]] : [];
}
