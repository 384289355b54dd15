import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { SECOND } from '../../core/basics/time.ts';
import type { ResultDesk } from '../../verbs/resultDesk.ts';
import { tellIfSlow } from '../model/tellIfSlow.ts';

/** The desk of a window: a message shows that a result is kept or discarded, where that takes long. */
export const toldDesk = (desk: ResultDesk): ResultDesk => ({
  ...desk,
  keep: (token, options) => told(desk.keep(token, options), l10n.t('Defer: keeping the result')),
  discard: token => told(desk.discard(token), l10n.t('Defer: discarding the result')),
});

const told = <Answer>(job: Promise<Answer>, title: string): Promise<Answer> =>
  tellIfSlow(job, 2 * SECOND, slow => {
    const options = { location: vscode.ProgressLocation.Notification, title };
    void vscode.window.withProgress(options, () => slow.then(undefined, () => undefined));
  });
