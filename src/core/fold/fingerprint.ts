import type { EntryState } from './entryState.ts';
import { fromRunEvent } from '../rows/runEvents.ts';

/** What two states must agree on to be one, as text. */
export function fingerprint(state: EntryState): string {
  const fields = state.fields();
  const events = state.recordedEvents().map(event => JSON.stringify(fromRunEvent(event)));
  return JSON.stringify([
    state.id,
    Object.keys(fields)
      .sort()
      .map(name => [name, fields[name]]),
    events.sort(),
  ]);
}
