const NUMBERS = /^[\d*,/-]+$/;
const NAMES = /^(?:[\d*?,/#l-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)+$/;
const FIRST = /^(?:[\d*?,~(-]|h(?:$|[/(,]))/;
/**
 * The words that some cron program accepts in a field: names, and letters such as `h` and `w` that Defer does not read.
 */
const WORD =
  /^(?:|l|w|lw|h|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)l?|(?:janu|febru)ary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|(?:sun|mon|tues|wednes|thurs|fri|satur)day)$/;
/** Marks that stand in no other text about time. */
const MARK = /[*?#~]/;
/** Letters that mark cron in a line of its length: "2 h 5 w" is a length of time. */
const LETTER = /^\+[a-z]{3}$|^h$|^h[/(]|^(?:\d{1,2}|l)w$|^l-\d{1,2}$/;
const FORM = /^(?:@[a-z]+|@every .*|(?:cron_)?tz=.*|(?:cron|rate)\(.*)$/;
/** More than any program takes. */
const MOST_FIELDS = 8;

/**
 * Whether a text in lower case, with single spaces, is meant as a cron line, also as one that another program takes and
 * Defer does not: what is wrong with it then is said of a cron line, and not of a time.
 */
export function isCron(text: string): boolean {
  if (FORM.test(text)) {
    return true;
  }
  const fields = text.split(' ');
  const [first = '', second = ''] = fields;
  if (fields.length === 5 || fields.length === 6) {
    if (NUMBERS.test(first) && NUMBERS.test(second) && fields.every(field => NAMES.test(field))) {
      return true;
    }
  }
  return (
    fields.length <= MOST_FIELDS &&
    (fields.length > 2 || first.startsWith('*')) &&
    FIRST.test(first) &&
    fields.some(field => MARK.test(field) || (fields.length > 4 && LETTER.test(field))) &&
    fields.every(field => field.split(/[\d*?,/#~+()-]+/).every(word => WORD.test(word)))
  );
}
