import * as l10n from '@vscode/l10n';
import { splitFrontMatter } from './frontMatter.ts';
import { FrontMatterFields, readFrontMatter } from './frontMatterFields.ts';
import { refusal, type Refusal } from '../basics/refusal.ts';

/**
 * The text of a schedule file with its `enabled` set: the value alone is exchanged, or one line added at the end of the
 * front matter, so that comments, order and line ends stay as the person has them. Refused where the front matter
 * cannot be read, or is not made of lines.
 */
export function withEnabled(text: string, enabled: boolean): string | Refusal {
  const matter = splitFrontMatter(text);
  const head = matter && readFrontMatter(matter);
  if (!matter || !(head instanceof FrontMatterFields)) {
    return refusal(l10n.t('The front matter of the file cannot be read. Correct it first.'));
  }
  const range = head.rangeOf('enabled');
  if (range && range[1] > range[0]) {
    const [from, to] = range;
    return splice(text, matter.start + from, matter.start + to, String(enabled));
  }
  if (!head.isBlock || range) {
    return refusal(l10n.t('Defer cannot write into this front matter. Put "enabled: {0}" into it by hand.', enabled));
  }
  const end = matter.start + matter.head.length;
  const lineEnd = text.slice(0, matter.start).endsWith('\r\n') ? '\r\n' : '\n';
  return splice(text, end, end, `enabled: ${enabled}${lineEnd}`);
}

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);
