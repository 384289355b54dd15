import type { EntryState } from '../core/entryState.ts';
import { loadOnce } from '../core/loadOnce.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Instant } from '../core/time.ts';
import type { Sighting } from '../core/waits.ts';
import type { EventSource, StateSource, Wanted } from './eventSource.ts';

/** What a surface allows when it looks. */
export interface EventOptions {
  /** Whether git may be asked about the folder; not in a workspace that nobody trusts. */
  readonly git?: () => boolean;
}

/** What entries of a folder wait for, and how its work stands; each loaded when it is first asked for. */
export class FolderEvents implements EventSource {
  private readonly load: () => Promise<Pick<EventSource, 'sight' | 'baseline'>>;
  readonly state: () => Promise<StateSource>;

  constructor(folder: string, options: EventOptions = {}) {
    this.load = loadOnce(async () => {
      const { Lookout } = await import('./waits.ts');
      return new Lookout(folder, options);
    });
    this.state = loadOnce(async () => {
      const { FolderState } = await import('./folderState.ts');
      return new FolderState(folder, options.git ?? (() => true));
    });
  }

  async sight(state: EntryState, schedule: Schedule): Promise<Sighting> {
    return (await this.load()).sight(state, schedule);
  }

  async baseline(
    wanted: Wanted,
    schedule: Schedule,
    now: Instant,
  ): Promise<Readonly<Record<string, unknown>> | Refusal> {
    return (await this.load()).baseline(wanted, schedule, now);
  }
}
