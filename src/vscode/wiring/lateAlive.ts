import * as l10n from '@vscode/l10n';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Alive } from '../../core/rows/runEvents.ts';
import type { Failures } from '../model/failures.ts';

/**
 * Tells runs that go on from those whose end was lost, by a part that is loaded with the first run that there is. Until
 * then each counts as going on.
 */
export class LateAlive {
  private loaded: Alive | undefined;
  private isAwaited = false;
  private readonly load: () => Promise<void>;
  private readonly late: () => void;
  private readonly failures: Failures;

  /** `late`: called once it can tell, if somebody asked before that. */
  constructor(load: () => Promise<Alive>, late: () => void, failures: Failures) {
    this.load = loadOnce(async () => {
      this.loaded = await load();
    });
    this.late = late;
    this.failures = failures;
  }

  /** Resolves once it can tell. If loading failed, that was reported, and the next question tries again. */
  async ready(): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      this.failures.reportOnce(l10n.t('Checking runs'), error);
    }
  }

  readonly alive: Alive = run => {
    if (!this.loaded && !this.isAwaited) {
      this.isAwaited = true;
      void this.loadLate();
    }
    return this.loaded?.(run) ?? true;
  };

  private async loadLate(): Promise<void> {
    await this.ready();
    this.isAwaited = false;
    if (this.loaded) {
      this.late();
    }
  }
}
