import { contextAskOf } from '../files/contextText.ts';
import type { Entry } from '../entry/entry.ts';
import { memberOf, recordIn, textIn } from '../rows/fieldValues.ts';
import type { Fields } from '../rows/row.ts';
import { toIso, type Instant } from '../basics/time.ts';

/** A moment as agent-defer writes and compares it: UTC, cut to whole seconds. */
export const wholeSeconds = (at: Instant): string => `${toIso(at).slice(0, 19)}Z`;

/** What an entry said when it was imported and has no place in Defer (FORMAT.md, "What was imported"). */
export const sourceOf = ({ fields }: Entry): Fields => recordIn(recordIn(fields, 'imported'), 'rest');

/**
 * Whether CONTEXT.md is asked for, and which, in the members that every record of agent-defer has. An entry of Defer
 * asks in its payload; a record of agent-defer, imported or standing in the schedule as it is, says it in these
 * members.
 */
export function reorientMembers(entry: Entry): Fields {
  const ask = contextAskOf(entry);
  const said = Object.hasOwn(entry.fields, 'reorient') ? entry.fields : sourceOf(entry);
  const reorient = recordIn(said, 'reorient');
  return {
    reorient_requested: ask !== undefined || memberOf(said, 'reorient_requested') === true,
    reorient: {
      requested: ask !== undefined || memberOf(reorient, 'requested') === true,
      project: ask?.project ?? textIn(reorient, 'project') ?? null,
      explicit_context_file: ask?.file ?? textIn(reorient, 'explicit_context_file') ?? null,
    },
  };
}
