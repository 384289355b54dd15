import * as vscode from 'vscode';
import { deferHome } from '../../store/disk/deferHome.ts';
import { createResultDesk } from '../../runner/results/localResults.ts';
import { resultsFolder } from '../../runner/home/homeFiles.ts';
import { readResults } from '../../runner/results/resultRecord.ts';
import { unreadText } from '../../render/results/resultWords.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleTree } from '../tree/scheduleTree.ts';
import { ResultFiles } from './resultFiles.ts';
import { resultGroup } from './resultRows.ts';
import { ResultWatch } from './resultWatch.ts';

/** The results of a window: which wait for a person, and their files. */
export interface Results {
  readonly watch: ResultWatch;
  readonly files: ResultFiles;
}

/** What the results of a window need to be shown. */
export interface ResultSurroundings {
  readonly model: ScheduleModel;
  readonly tree: ScheduleTree;
  readonly failures: Failures;
}

/** Shows in the schedule what runs in worktrees left, as long as nobody has decided about it. */
export async function createResults({
  model,
  tree,
  failures,
}: ResultSurroundings): Promise<Results & vscode.Disposable> {
  const home = deferHome();
  const desk = createResultDesk(home, model.clock);
  const watch = new ResultWatch(
    { desk, folder: resultsFolder(home), records: () => readResults(home) },
    model,
    failures,
  );
  const files = new ResultFiles(desk, model);
  const draw = (): void => {
    tree.refresh();
    void vscode.commands.executeCommand('setContext', 'defer.hasResults', watch.waiting.length > 0);
  };
  const drawing = watch.onDidChange(draw);
  tree.showResults({
    groups: keep => resultGroup(watch.waiting, model, keep),
    unread: () => unreadText(watch.unread),
  });
  await watch.look();
  return { watch, files, dispose: () => vscode.Disposable.from(drawing, watch).dispose() };
}
