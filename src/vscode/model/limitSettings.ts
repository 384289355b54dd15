import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { readLimits, type Limits } from '../../core/entry/runLimits.ts';
import type { Refusal } from '../../core/basics/refusal.ts';

/** A setting of machine scope as the person has it; what a workspace says of it is not asked. */
const ownSetting = (name: string): unknown => vscode.workspace.getConfiguration('defer').inspect(name)?.globalValue;

/** What limits runs without a person. */
export const limits = (): Limits | Refusal =>
  readLimits({
    dailyRuns: { name: l10n.t('The setting defer.dailyRuns'), value: ownSetting('dailyRuns') },
    quietHours: { name: l10n.t('The setting defer.quietHours'), value: ownSetting('quietHours') },
  });
