import { cleanLine } from './clean.ts';

/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and the like. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Begin and end what keeps its own direction: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. */
const [BEGIN, END] = ['\u2068', '\u2069'];

/**
 * A text of the file for a place beside other text. One that is written from right to left would move the time and the
 * marks around it to its other side. Clean it before: cleaning takes these signs away.
 */
export const isolate = (text: string): string => (RIGHT_TO_LEFT.test(text) ? BEGIN + text + END : text);

const ISOLATED = /\u2068[^\u2068\u2069]*\u2069/g;

/** A message cleaned and on one line, with what is isolated in it left so. */
export function cleanMessage(text: string, most?: number): string {
  // Only our own signs come in pairs around right-to-left text that was cleaned.
  const parts = [...text.matchAll(ISOLATED)].map(([part]) => cleanLine(part, most)).filter(part => part !== '');
  const line = cleanLine(text, most);
  let from = 0;
  let isolated = '';
  for (const part of parts) {
    const at = line.indexOf(part, from);
    if (at >= 0 && isolate(part) !== part) {
      isolated += line.slice(from, at) + isolate(part);
      from = at + part.length;
    }
  }
  return isolated + line.slice(from);
}
