import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { StoreFault } from '../../store/disk/fault.ts';

/** Where all failures end: in the Defer output channel, and once before the person, in plain words. */
export class Failures {
  private readonly output: vscode.LogOutputChannel;
  /** The failures that were shown, by the name of what failed. */
  private readonly shown = new Map<string, Set<string>>();

  constructor(output: vscode.LogOutputChannel) {
    this.output = output;
  }

  /** Logs a failure of something that was asked for, and shows it. `doing` names it, such as `Snooze`. */
  report(doing: string, error: unknown): void {
    const words =
      error instanceof StoreFault ? error.message : l10n.t('something went wrong. The Defer output has the details.');
    this.output.error(doing, error instanceof Error ? error : String(error));
    this.show(`${doing}: ${words}`);
  }

  /** Reports a failure of something nobody asked for, such as a look. Each kind of failure is shown once. */
  reportOnce(doing: string, error: unknown): void {
    if (this.isNew(doing, error instanceof Error ? error.message : String(error))) {
      this.report(doing, error);
    }
  }

  /** Notes something in the output channel that nobody has to deal with, once. */
  logOnce(text: string): void {
    if (this.isNew('', text)) {
      this.output.warn(text);
    }
  }

  /** Forgets what was shown for something that works again. */
  recovered(doing: string): void {
    this.shown.delete(doing);
  }

  /** Runs something that nobody waits for; what goes wrong ends here. */
  watch(doing: string, job: Promise<unknown>): void {
    job.catch((error: unknown) => this.report(doing, error));
  }

  private isNew(doing: string, text: string): boolean {
    const texts = this.shown.get(doing) ?? new Set();
    this.shown.set(doing, texts);
    return texts.size < texts.add(text).size;
  }

  /** What shows a failure is loaded with the first of them: opening a window reads without it. */
  private show(text: string): void {
    import('../say/tellFailure.ts')
      .then(({ tellFailure }) => tellFailure(text, this.output))
      .catch((error: unknown) => this.output.error(error instanceof Error ? error : String(error)));
  }
}
