/**
 * A row as a screen reader says it: a list, its title first as it is, then each part once. The dots that part short
 * texts on the screen are no words.
 */
export function spokenList(title: string, ...parts: readonly string[]): string {
  const said = new Map<string, string>();
  for (const part of parts.flatMap(text => text.split(' · '))) {
    const word = part.trim().toLowerCase();
    if (word !== '' && !said.has(word)) {
      said.set(word, part.trim());
    }
  }
  return [title, ...said.values()].join(', ');
}
