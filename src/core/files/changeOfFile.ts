import { skippedSlots } from '../entry/dealtWith.ts';
import { layOver, occurrenceIn, type Definition } from './definition.ts';
import { isOff } from '../entry/times.ts';
import type { Change } from '../rows/change.ts';
import type { EntryState } from '../fold/entryState.ts';
import { memberOf, timeIn, recordOf } from '../rows/fieldValues.ts';
import type { Repeat } from '../repeat/repeat.ts';
import { isRefusal, type Refusal } from '../basics/refusal.ts';
import type { Fields } from '../rows/row.ts';
import type { RunEvent } from '../rows/runEvents.ts';
import { toIso, type Instant } from '../basics/time.ts';
import { slotsAfter } from '../entry/timing.ts';

/**
 * A change of an entry that a file defines, as its row has it: with all that the file says and the rows do not know
 * yet, so that a row is a whole picture and tells the rule its due time comes from. But for the prompt: that is the
 * file's to keep, and may be longer than a row.
 */
export function changeOfFile(change: Change, state: EntryState, definition: Definition, now: Instant): Change {
  const rows = state.rowFields();
  // Where an undo puts the occurrence back that was switched off, nothing was skipped.
  const isPutBack = change.enabled !== undefined && Object.hasOwn(change.set, 'slot');
  const skipped = isPutBack ? undefined : skippedWhileOff(rows, definition, state.repeat, now);
  const laid = layOver(rows, definition);
  const payload = withoutPrompt(memberOf(laid, 'payload'));
  const set: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(rows), ...Object.keys(laid)])) {
    const value = name === 'payload' ? payload : memberOf(laid, name);
    if (JSON.stringify(value) !== JSON.stringify(memberOf(rows, name))) {
      set[name] = value;
    }
  }
  return {
    ...change,
    set: { ...set, ...change.set },
    carry: { ...change.carry, payload },
    ...(skipped && { also: [...(change.also ?? []), skipped] }),
  };
}

const IN_THE_FILE: ReadonlySet<string> = new Set(['prompt', 'state']);

const withoutPrompt = (payload: unknown): unknown =>
  Object.fromEntries(Object.entries(recordOf(payload)).filter(([name]) => !IN_THE_FILE.has(name)));

/**
 * That slots passed while the file had the entry switched off, which the row that knows it switched on again records;
 * undefined where none did. `repeat` is the rule as it is read.
 */
function skippedWhileOff(
  rows: Fields,
  definition: Definition,
  repeat: Repeat | Refusal | undefined,
  now: Instant,
): RunEvent | undefined {
  const { slot } = occurrenceIn(rows);
  const after = timeIn(layOver(rows, definition), 'slot');
  const isOn = !definition.isTemplate && definition.enabled && isOff(memberOf(rows, 'repeat'));
  if (
    !isOn ||
    slot === undefined ||
    after === undefined ||
    after <= slot ||
    repeat === undefined ||
    isRefusal(repeat)
  ) {
    return undefined;
  }
  const later = slotsAfter({ slot, repeat }, after - 1);
  return skippedSlots(toIso(slot), 1 + (later?.count ?? 0), now);
}
