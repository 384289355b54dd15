import * as l10n from '@vscode/l10n';
import { MAX_DEPTH, MAX_LINE_BYTES, type ProblemClass } from '../../core/rows/row.ts';

/** What a problem is called: `bad JSON`, as FORMAT.md calls it, in the language of the person. */
export function problemWord(name: string): string {
  const words: Readonly<Record<ProblemClass | 'not readable', () => string>> = {
    'torn tail': () => l10n.t('torn tail'),
    'bad JSON': () => l10n.t('bad JSON'),
    'not an object': () => l10n.t('not an object'),
    'no entry': () => l10n.t('no entry'),
    'too long': () => l10n.t('too long'),
    'too deep': () => l10n.t('too deep'),
    NUL: () => 'NUL',
    'conflict marker': () => l10n.t('conflict marker'),
    'wrong type': () => l10n.t('wrong type'),
    'time without offset': () => l10n.t('time without offset'),
    'already answered': () => l10n.t('already answered'),
    'bad repeat': () => l10n.t('bad repeat'),
    'newer format': () => l10n.t('newer format'),
    'schedule file': () => l10n.t('schedule file'),
    'not readable': () => l10n.t('not readable'),
  };
  return Object.hasOwn(words, name) ? words[name as ProblemClass]() : name;
}

/**
 * What is wrong with a line, in the language of the person. What a line says of itself is kept beside the schedule for
 * the command line too, so it stands there in English, with the beginning of the line or the name of a field in it.
 * Not cleaned.
 */
export function problemText({ class: name, text }: { readonly class: string; readonly text: string }): string {
  const quoted = (before: string, say: (quote: string) => string): string =>
    text.startsWith(before) ? say(text.slice(before.length)) : text;
  const [field = ''] = text.split(' ', 1);
  switch (name) {
    case 'conflict marker':
      return l10n.t('A merge left this marker. The rows around it are read; delete the marker line.');
    case 'NUL':
      return l10n.t('The line holds a NUL character, so it was not read.');
    case 'torn tail':
      return l10n.t('The last line was cut off while it was written. It was ignored.');
    case 'bad JSON':
      return quoted('Not JSON: ', quote => l10n.t('Not JSON: {0}', quote));
    case 'not an object':
      return quoted('Not a JSON object: ', quote => l10n.t('Not a JSON object: {0}', quote));
    case 'no entry':
      return quoted('Needs an id or a due time (due_at): ', quote =>
        l10n.t('Needs an id or a due time (due_at): {0}', quote),
      );
    case 'too deep':
      return l10n.t('Nested deeper than {0} levels, so it was not read.', MAX_DEPTH);
    case 'too long':
      return l10n.t(
        'Longer than {0} KiB, so it was not read. Put long text into a file and name it as an artifact.',
        MAX_LINE_BYTES / 1024,
      );
    case 'time without offset':
      return l10n.t('{0} names no time zone, so it was read as UTC.', field);
    case 'wrong type':
      return wrongTypeText(field, text);
    default:
      return text;
  }
}

/** That a field of a line is of the wrong type. */
function wrongTypeText(field: string, text: string): string {
  const texts: Readonly<Record<string, () => string>> = {
    'a text': () => l10n.t('{0} is not a text; it was ignored.', field),
    'an ISO time': () => l10n.t('{0} is not an ISO time; it was ignored.', field),
    'an object': () => l10n.t('{0} is not an object; it was ignored.', field),
    'a whole number': () => l10n.t('{0} is not a whole number; it was ignored.', field),
    'a run event': () => l10n.t('{0} is not a run event; it was ignored.', field),
    'a text of 1 to 128 characters': () => l10n.t('{0} is not a text of 1 to 128 characters; it was ignored.', field),
  };
  const what = /^\S+ is not (.*); it was ignored\.$/.exec(text)?.[1] ?? '';
  return text.endsWith('1 was assumed.')
    ? l10n.t('{0} is not a whole number; 1 was assumed.', field)
    : (texts[what]?.() ?? text);
}
