import type { Change } from './encode.ts';
import type { Entry } from './entry.ts';
import type { Instant } from './time.ts';
import { nextWait } from './waits.ts';

/**
 * What dealing with an event does to an entry that waits for the next one (TIME.md, "Due by event": once per change):
 * the row then says what was handled, so that nothing is handled twice, by whom and after whatever restart. Undefined
 * where the entry is over with it: it waits for nothing, for what happens once, or nothing had happened yet.
 */
export function handledWait(entry: Entry, now: Instant): Change | undefined {
  const next = nextWait(entry.fields['waits_for'], entry.sighting, now);
  return (
    next && {
      set: {
        waits_for: next,
        status: 'pending',
        due_at: undefined,
        original_due_at: undefined,
        attempts: undefined,
        last_error: undefined,
      },
    }
  );
}
