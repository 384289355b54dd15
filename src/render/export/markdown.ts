import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../text/clean.ts';
import { wholeId } from '../text/shownId.ts';
import { GROUPS } from '../view/groups.ts';
import type { EntryView } from '../view/entryView.ts';
import { whenText } from '../row/whenText.ts';

/**
 * The groups, in order, each with its entries as a list of tasks, for a note or a prompt. Titles are plain text in it:
 * nothing in them becomes a link, an image, markup or HTML. `nothing`: what it says where there are none.
 */
export function markdownText(
  seen: readonly EntryView[],
  now: Instant,
  zone: string,
  nothing = 'Nothing is scheduled here.',
): string {
  const sections = GROUPS.flatMap(group => {
    const members = seen.filter(one => one.group === group);
    return members.length === 0 ? [] : [[`## ${group}`, '', ...members.map(one => itemOf(one, now, zone))].join('\n')];
  });
  return ['# Deferred', ...(sections.length === 0 ? [nothing] : sections)].join('\n\n');
}

function itemOf(one: EntryView, now: Instant, zone: string): string {
  const { entry } = one;
  const box = entry.isOpen ? '[ ]' : '[x]';
  const title = plainMarkdown(cleanLine(entry.title, 200)) || '(no title)';
  const about = entry.summary === undefined || entry.summary === entry.title ? '' : cleanLine(entry.summary, 300);
  const line = `- ${box} ${title} (${plainMarkdown(whenText(one, now, zone))}; ${plainMarkdown(wholeId(entry.id))})`;
  return about === '' ? line : `${line}\n  ${plainMarkdown(about)}`;
}

/** A line of text in which Markdown, as GitHub and CommonMark read it, finds nothing but text. */
export const plainMarkdown = (line: string): string =>
  line
    .replace(/[\\`*_[\]<>&|~$@#]/g, '\\$&')
    // What looks like an address becomes a link by itself.
    .replace(/(?<=[A-Za-z]):(?=\S)|(?<=www)\./gi, '\\$&')
    // At its beginning a line could be a heading, a list or a rule.
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
