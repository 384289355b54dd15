import type { EntryState } from '../../core/fold/entryState.ts';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Observation } from '../../core/entry/waitsFor.ts';
import type { EventOptions, EventSource, StateSource, Wanted } from './eventSource.ts';

/** What entries of a folder wait for, and how its work stands; each loaded when it is first asked for. */
export class FolderEvents implements EventSource {
  private readonly load: () => Promise<Pick<EventSource, 'observe' | 'baseline'>>;
  readonly state: () => Promise<StateSource>;

  constructor(folder: string, options: EventOptions = {}) {
    this.load = loadOnce(async () => {
      const { Lookout } = await import('./lookout.ts');
      return new Lookout(folder, options);
    });
    this.state = loadOnce(async () => {
      const { FolderState } = await import('./folderState.ts');
      return new FolderState(folder, options.git ?? (() => true));
    });
  }

  async observe(state: EntryState, schedule: Schedule): Promise<Observation> {
    return (await this.load()).observe(state, schedule);
  }

  async baseline(
    wanted: Wanted,
    schedule: Schedule,
    now: Instant,
  ): Promise<Readonly<Record<string, unknown>> | Refusal> {
    return (await this.load()).baseline(wanted, schedule, now);
  }
}
