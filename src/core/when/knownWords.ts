/** What is written together with numbers, or too short to be looked up when it is misspelled. */
const SHORT_WORDS: ReadonlySet<string> = new Set(
  (
    'o s st nd rd th y yr yrs mo w wk wks d h hr m min sec am pm p z amz pmz pt dt yt ' +
    'wt t mt approx circa tmr tmrw tmw eod eow eom eoq eoy eob cob mid mins secs'
  ).split(' '),
);

/** The words that times are made of, in lower case; the only ones, so that every word of the grammar has to be here. */
export const LONG_WORDS: ReadonlySet<string> = new Set(
  (
    'a about after afternoon again ago an and annually approximately apr april around at aug august available ' +
    'beginning business by clock close coming couple current daily day days dec december due each eight eighteen ' +
    'eighteenth eighth eighty eleven eleventh end evening every everyday feb february few fifteen fifteenth fifth ' +
    'fifty first five following fortnight fortnights forty four fourteen fourteenth fourth fri friday fridays from ' +
    'half hence hour hourly hours hrs in jan january jul july jun june last later mar march may midday midnight mins ' +
    'minute minutes mon monday mondays month monthly months morning mornings next night nightly nights nine nineteen ' +
    'nineteenth ninety ninth no noon nov november now oclock oct october of on one or past quarter quarters resets ' +
    'right roughly sat saturday saturdays second seconds secs sep sept september seven seventeen seventeenth seventh ' +
    'six sixteen sixteenth sixth so some someday sometime soon start sun sunday sundays ten tenth than the third ' +
    'thirteen thirteenth thirtieth thirty this three through thu thur thurs thursday thursdays till time to today ' +
    'tomorrow tonight tue tues tuesday tuesdays twelfth twelve twentieth twenty two until wed wednesday wednesdays ' +
    'weds week weekday weekdays weekend weekends weekly weeks while within work workday workdays working year yearly ' +
    'years yesterday'
  ).split(' '),
);

/** Whether every word of a text is one that times are made of. Numbers and signs are ignored. */
export const hasKnownWords = (text: string): boolean =>
  (text.match(/[a-z]+/g) ?? []).every(word => LONG_WORDS.has(word) || SHORT_WORDS.has(word));

/** One of each kind of text that Defer reads, to be named where a text is like it and cannot be read. */
export const EXAMPLES_OF_EACH: readonly string[] = [
  '30m',
  '2h',
  '1h30',
  'in 90 minutes',
  'in an hour and a half',
  'in a fortnight',
  'in 3 days',
  'in two weeks',
  '3 days later',
  '5 business days',
  'next business day',
  '3pm',
  '15:30',
  '10.30am',
  'noon',
  'midnight',
  'end of day',
  'half past nine',
  'quarter to six',
  "9 o'clock",
  'tonight',
  'this evening',
  'today 5pm',
  'tomorrow',
  'tomorrow 9am',
  'tomorrow morning',
  'day after tomorrow',
  'monday 9am',
  'friday',
  'next friday 3pm',
  'friday of next week',
  'next week',
  'a week from friday',
  'end of the week',
  'end of the month',
  'end of the year',
  'first monday of next month',
  'last day of the month',
  '1st of next month',
  '1 dec 9am',
  '24 dec 2026',
  '24/12',
  'january',
  '2026-12-01',
  '2026-12-01T10:00',
  'every weekday at 9',
  'every monday 9am',
  'every 30m',
  'every last day of the month',
];
