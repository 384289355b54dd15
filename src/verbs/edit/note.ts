import type { Field } from '../verb.ts';

/** A note on an entry, as acts take one along. */
export const NOTE_FIELD = {
  kind: 'text',
  optional: true,
  help: 'A note on the entry, such as "blocked by the build"',
} as const satisfies Field;

/** The field that a note sets; nothing where none was given. What is blank says nothing. */
export const noteSet = (note: string | undefined): { readonly note?: string } => {
  const text = note?.trim() ?? '';
  return text === '' ? {} : { note: text };
};
