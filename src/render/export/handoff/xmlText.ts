import { escapeUnseen, hex } from './calling.ts';

/** Characters that XML cannot hold, not even as a character reference (XML 1.0, "Char"). */
// oxlint-disable-next-line no-control-regex
const NEVER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Whether a text can stand in XML. */
export const fitsXml = (text: string): boolean => !NEVER.test(text);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const numberOf = (character: string): string => `${hex('&#x', 1)(character.codePointAt(0) ?? 0)};`;

/** Escapes a text for XML. Invisible characters become character references. */
export const xmlText = (text: string): string =>
  escapeUnseen(
    text.replace(/[&<>]/g, sign => ENTITIES[sign] ?? sign),
    numberOf,
  );

/** Escapes a text for XML in pure ASCII, which reads the same in every encoding. */
export const asciiXmlText = (text: string): string => xmlText(text).replace(/[^\x20-\x7e]/gu, numberOf);

/** The lines of an XML comment, from `<!--` to `-->`. Two hyphens in a row are separated, as XML demands. */
export const xmlComment = (text: string): readonly string[] => [
  '<!--',
  ...text
    .replace(/-(?=-)/g, '- ')
    .trimEnd()
    .split('\n'),
  '-->',
];
