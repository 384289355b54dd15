/**
 * A text as a block of code in Markdown that nothing in it can end: the fence is longer than any row of backticks.
 * The editor's own `appendCodeblock` takes three always.
 */
export function fenced(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
