import { CONTROLS, LONE_SURROGATES, printable, UNSEEN } from './clean.ts';

const escape = (text: string): string =>
  [...Array(text.length).keys()].map(at => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A line in which what `printable` would leave out is to be seen, as escapes of JSON. */
export const escaped = (line: string): string =>
  line.replace(CONTROLS, escape).replace(UNSEEN, escape).replace(LONE_SURROGATES, escape);

/** Whether a text is one line that shows all that is in it: without controls, and without what is not seen. */
export const isPlain = (text: string): boolean => !/[\t\n]/.test(text) && printable(text) === text;
