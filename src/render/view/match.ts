import type { Entry } from '../../core/entry/entry.ts';

/**
 * Reads a search text: an entry is meant where every word of it stands in its title, summary, prompt, agent, tags or
 * id, in any case. `#word` is the beginning of a tag, `@word` of an agent's name. An empty text means every entry.
 */
export function matcherOf(text: string): (entry: Entry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entry => words.every(word => fits(entry, word));
}

function fits({ id, title, summary = '', prompt = '', agent = '', tags }: Entry, word: string): boolean {
  const begins = (text: string): boolean => text.toLowerCase().startsWith(word.slice(1));
  if (word.length > 1 && word.startsWith('#')) {
    return tags.some(begins);
  }
  if (word.length > 1 && word.startsWith('@')) {
    return begins(agent);
  }
  return [title, summary, prompt, agent, id, ...tags].some(text => text.toLowerCase().includes(word));
}
