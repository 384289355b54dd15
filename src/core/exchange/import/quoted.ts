/** How much of a value a report quotes, in characters. */
const MOST = 200;

/**
 * A value of a source as JSON, for a person to see what could not be kept; cut with an ellipsis. Clean it to show it.
 */
export const quoted = (value: unknown): string => shortened(JSON.stringify(value) ?? String(value));

/** A text, cut with an ellipsis where it is longer than a report quotes. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, MOST * 2)];
  return characters.length > MOST ? `${characters.slice(0, MOST - 1).join('')}…` : text;
}
