const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty'.split(' ');
const ORDINAL_ONES =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const ORDINAL_TENS = new Map([
  ['twentieth', 20],
  ['thirtieth', 30],
]);

const tensOf = (word: string): number => {
  const index = TENS.indexOf(word);
  return index < 2 ? -1 : index * 10;
};

/** The pattern of a number below sixty in words or digits, not captured. */
export const NUMBER = `(?:\\d{1,4}|(?:${TENS.slice(2).join('|')})(?:[ -](?:${ONES.slice(1, 10).join('|')}))?|${ONES.slice(1).join('|')})`;

/** The pattern of the ordinal of a day, `1st`, `fifteenth`, `twenty-first`, not captured. */
export const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:${ORDINAL_ONES.slice(1, 10).join('|')})|${[...ORDINAL_TENS.keys(), ...ORDINAL_ONES.slice(1)].join('|')})`;

/** The number of a text that `NUMBER` matches, also of `a`, `an` and `ninety`; `undefined` for another text. */
export function numberOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  if (text === 'a' || text === 'an') {
    return 1;
  }
  const ones = ONES.indexOf(text);
  if (ones > 0) {
    return ones;
  }
  const [ten = '', one] = text.split(/[ -]/, 2);
  const tens = ten === 'ninety' ? 90 : tensOf(ten);
  const rest = one === undefined ? 0 : ONES.indexOf(one);
  return tens < 0 || rest < 0 || rest > 9 || (one !== undefined && rest === 0) ? undefined : tens + rest;
}

/** The number of an ordinal that `ORDINAL` matches. */
export function ordinalOf(text: string): number {
  const word = ORDINAL_ONES.indexOf(text);
  if (word > 0) {
    return word;
  }
  const [ten = '', one = ''] = text.split(/[ -]/, 2);
  return ORDINAL_TENS.get(text) ?? (one === '' ? Number.parseInt(text, 10) : tensOf(ten) + ORDINAL_ONES.indexOf(one));
}
