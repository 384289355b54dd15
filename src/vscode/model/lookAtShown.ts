import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { SECOND } from '../../core/basics/time.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import { lacksRecent } from '../../render/view/recentlyClosed.ts';
import type { Ledger } from '../../store/ledger.ts';
import { scheduleName, type Named } from './scheduleName.ts';
import { tellIfSlow } from './tellIfSlow.ts';

/** What is being done while the schedule of a folder is read, as failures name it. */
export const readingOf = (schedule: Named): string => l10n.t('Reading the schedule of {0}', scheduleName(schedule));

/** Reads what the tree shows: what is open and what was closed lately. Throws a StoreFault where that fails. */
export function lookAtShown(ledger: Ledger, verify: boolean): Promise<OpenSchedule> {
  const look = async (): Promise<OpenSchedule> => {
    const schedule = await ledger.lookAtOpen({ verify });
    return lacksRecent(schedule, ledger.leftOutUpTo) ? ledger.look() : schedule;
  };
  return tellIfSlow(look(), SECOND, tellWindow);
}

/** Shows in the status bar that a long schedule is read, until it is. */
export const tellWindow = (reading: Promise<unknown>): void => {
  const options = { location: vscode.ProgressLocation.Window, title: l10n.t('Defer: reading a long schedule') };
  void vscode.window.withProgress(options, () => reading.then(undefined, () => undefined));
};
