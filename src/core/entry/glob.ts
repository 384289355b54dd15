import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../basics/refusal.ts';

/** A pattern of paths, split at `/`; `**` stands for any folders, also none. */
export interface Glob {
  readonly text: string;
  /** One list of segments for every way its braces can be read. */
  readonly ways: readonly (readonly string[])[];
}

const LONGEST = 300;
const MOST_WAYS = 32;

/**
 * Reads `docs/*.md`, `src/**` or `out/{a,b}.json`: `*` and `?` within a name, `**` for folders, braces for choices. A
 * path goes from the workspace folder on; one that leads out of it is refused. A name that begins with a dot is found
 * only where the pattern names the dot.
 */
export function readGlob(text: string): Glob | Refusal {
  const given = text.trim().replace(/^\.\//, '');
  if (given === '' || given.length > LONGEST || /[\p{Cc}]/u.test(given)) {
    return refusal(l10n.t('A file is named by a pattern of 1 to {0} characters, such as docs/*.md.', LONGEST));
  }
  if (/^[/~]|^[a-z]:|\\/i.test(given) || given.split('/').includes('..')) {
    return refusal(
      l10n.t('The pattern has to stay inside the folder: no leading "/" or "~", no "..", and "/" between names.'),
    );
  }
  const ways = expand(given);
  return ways === undefined
    ? refusal(l10n.t('The braces of the pattern mean more than {0} things. Use * instead.', MOST_WAYS))
    : { text: given, ways: ways.map(way => segmentsOf(way)) };
}

/** The names between the slashes; of several `**` in a row one says it all. */
const segmentsOf = (way: string): readonly string[] =>
  way
    .split('/')
    .filter(name => name !== '' && name !== '.')
    .filter((name, index, names) => name !== '**' || names[index - 1] !== '**');

/** Every way the braces of a text can be read; undefined where those are too many. Braces do not nest. */
function expand(text: string): readonly string[] | undefined {
  let ways = [''];
  let rest = text;
  for (let match = BRACES.exec(rest); match; match = BRACES.exec(rest)) {
    const before = rest.slice(0, match.index);
    const choices = (match[1] ?? '').split(',');
    if (ways.length * choices.length > MOST_WAYS) {
      return undefined;
    }
    ways = ways.flatMap(way => choices.map(choice => way + before + choice));
    rest = rest.slice(match.index + match[0].length);
  }
  return ways.map(way => way + rest);
}

const BRACES = /\{([^{}]*,[^{}]*)\}/;
