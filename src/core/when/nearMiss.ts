import { EXAMPLES_OF_EACH, LONG_WORDS } from './knownWords.ts';

/** The most words of a text that are looked at. */
const MOST_WORDS = 12;
/** The longest word that is compared letter by letter. */
const LONGEST_WORD = 12;

/**
 * The text with its misspelled words put right, as far as they are near to one that Defer knows: `tomorrow 9am` for
 * `tommorow 9am`. In lower case; `undefined` where no word is near to another, or too many are not known.
 */
export function respelled(text: string): string | undefined {
  const words = text.split(' ');
  if (words.length > MOST_WORDS) {
    return undefined;
  }
  const right = words.map(word => (/^[a-z]{3,}$/.test(word) && !LONG_WORDS.has(word) ? nearestWord(word) : word));
  return right.some((word, index) => word !== words[index]) ? right.join(' ') : undefined;
}

function nearestWord(word: string): string {
  const most = word.length < 5 ? 1 : 2;
  let nearest = word;
  let least = most + 1;
  for (const known of word.length > LONGEST_WORD ? [] : LONG_WORDS) {
    const edits = known.length > 2 && Math.abs(known.length - word.length) <= most ? distance(word, known) : most + 1;
    // If two are equally near, the longer one: "minuts" is minutes, not minute.
    if (edits < least || (edits === least && edits <= most && known.length > nearest.length)) {
      [nearest, least] = [known, edits];
    }
  }
  return nearest;
}

/** How many letters have to be added, left out, changed or swapped with their neighbour to make one word of another. */
function distance(from: string, to: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, next];
  }
  return last.at(-1) ?? 0;
}

/**
 * The longest beginning or end of a text that is a time by itself, with nothing but words left away: of "dec 12 12" one
 * number may not be dropped. `undefined` where there is none.
 */
export function readablePart(text: string, reads: (text: string) => boolean): string | undefined {
  const words = text.split(' ').slice(0, MOST_WORDS);
  for (let length = words.length - 1; length > 0; length -= 1) {
    for (const [part, left] of [
      [words.slice(-length), words.slice(0, -length)],
      [words.slice(0, length), words.slice(length)],
    ] as const) {
      const joined = part.join(' ').replace(/^[,;:-]+|[,;:-]+$/g, '');
      if (!/\d/.test(left.join()) && reads(joined)) {
        return joined;
      }
    }
  }
  return undefined;
}

const EXAMPLE_PAIRS = EXAMPLES_OF_EACH.map(example => ({ example, others: pairsOf(example) }));

/** The example that has most pairs of letters in common with a text; `undefined` where none has many. */
export function nearestExample(text: string): string | undefined {
  const pairs = pairsOf(text.slice(0, 40));
  let nearest: string | undefined;
  let most = 0.4;
  for (const { example, others } of EXAMPLE_PAIRS) {
    const common = [...pairs].filter(pair => others.has(pair)).length;
    const likeness = (2 * common) / (pairs.size + others.size);
    if (likeness > most) {
      [nearest, most] = [example, likeness];
    }
  }
  return nearest;
}

function pairsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, index) => text.slice(index, index + 2)));
}
