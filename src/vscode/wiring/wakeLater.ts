import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { deferHome } from '../../store/disk/deferHome.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { conversationsOn } from '../model/settings.ts';
import type { LateParts } from './lateParts.ts';

/** How long conversations are not looked for, in ms: the tree is drawn first. */
const AFTER_DRAWING = 300;

/** Shows conversations where the person wants to see them, and results once there are some. */
export function wakeLater(
  model: ScheduleModel,
  failures: Failures,
  { conversations, results }: LateParts,
): vscode.Disposable {
  let drawing: NodeJS.Timeout | undefined;
  let hasResults = false;
  const look = (): void => {
    if (conversationsOn()) {
      drawing ??= setTimeout(() => failures.watch(l10n.t('Showing conversations'), conversations()), AFTER_DRAWING);
    }
    if (!hasResults && existsSync(join(deferHome(), 'results'))) {
      hasResults = true;
      failures.watch(l10n.t('Showing results'), results());
    }
  };
  look();
  return vscode.Disposable.from(model.onDidChange(look), { dispose: () => clearTimeout(drawing) });
}
