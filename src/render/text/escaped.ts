import * as l10n from '@vscode/l10n';
import { CONTROLS, LONE_SURROGATES, printable, UNSEEN } from './clean.ts';
import { maskSecrets } from './secrets.ts';

const escape = (text: string): string =>
  [...Array(text.length).keys()].map(at => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A line with JSON escapes for the characters that `printable` would remove. */
export const escaped = (line: string): string =>
  line.replace(CONTROLS, escape).replace(UNSEEN, escape).replace(LONE_SURROGATES, escape);

/** Applies `escaped` to each line of a text. Line ends stay as they are, also those of Windows. */
export const escapedLines = (text: string): string => text.split('\r\n').map(escaped).join('\r\n');

/** Joiners, which some scripts and emoji need. */
const JOINERS = /[\u200C\u200D]/g;

/**
 * Shows a person a text that an agent is given. It is cleaned, but shows as codes what the agent would read and the
 * person would not see, such as the content of a terminal sequence.
 */
export const shownWhole = (text: string): string =>
  maskSecrets(escaped(text.replaceAll('\r\n', '\n').replace(JOINERS, '')));

/** Whether a text is one line that shows all that is in it: without controls, and without what is not seen. */
export const isPlain = (text: string): boolean => !/[\t\n]/.test(text) && printable(text) === text;

/** The note under a text that `escapedLines` has changed. */
export const escapedNote = (): string =>
  l10n.t('Control characters and invisible characters are shown here as \\u codes. --json has them unchanged.');
