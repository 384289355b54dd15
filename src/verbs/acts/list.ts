import * as l10n from '@vscode/l10n';
import { toJson } from '../../render/view/json.ts';
import { markdownText } from '../../render/export/markdown.ts';
import { listText, type Listed } from '../../render/text/listText.ts';
import {
  otherFolder,
  listEntries,
  otherStoreNote,
  withMarks,
  type ListedEntry,
  type Which,
} from '../look/seenEntries.ts';
import { idsBeside } from '../look/shownIds.ts';
import { waitingResults, waitingText } from '../results/waitingResults.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const list = defineVerb({
  name: 'list',
  title: 'List',
  help: 'Show open entries, due ones first.',
  examples: ['defer list', 'defer list --due --scope all', 'defer list --all --json'],
  effect: 'reads',
  input: {
    due: { kind: 'flag', optional: true, help: 'Only due entries' },
    upcoming: { kind: 'flag', optional: true, help: 'Only entries that are not due yet' },
    all: { kind: 'flag', optional: true, help: 'Closed entries too' },
    approved: { kind: 'flag', optional: true, help: 'Only entries that are allowed to run automatically' },
    ics: { kind: 'flag', optional: true, help: 'As a calendar (iCalendar), with the next times of repeats' },
    markdown: { kind: 'flag', optional: true, help: 'As Markdown, for a note or a prompt' },
  },
  async run(host, { due, upcoming, all, approved, ics, markdown }): Promise<Reply> {
    if ([due, upcoming, all].filter(Boolean).length > 1) {
      return refuse(l10n.t('Ask for one of --due, --upcoming and --all.'), 2);
    }
    if (ics && markdown) {
      return refuse(l10n.t('Ask for one of --ics and --markdown.'), 2);
    }
    const which = due ? 'due' : upcoming ? 'upcoming' : all ? 'all' : 'open';
    const marked = await withMarks(host, await listEntries(host, which));
    const seen = approved ? marked.filter(one => one.approved) : marked;
    if (ics || markdown) {
      const text = ics ? await calendarOf(seen, host) : markdownText(seen, host.clock.now(), host.zone, NOTHING[which]);
      return { ok: true, say: text, value: text };
    }
    const report = await otherStoreNote(host);
    const others = await idsBeside(
      host.ledgers,
      seen.map(({ entry }) => entry.id),
    );
    const waiting = which === 'open' && !approved ? waitingText(await waitingResults(host)) : '';
    return {
      ok: true,
      ...(report !== undefined && { report }),
      get say() {
        const problems = host.ledgers.reduce((sum, ledger) => sum + ledger.problems(host.clock.now()).length, 0);
        const place = otherFolder(host);
        const head = place === undefined ? '' : `${l10n.t('In {0}:', place)}\n`;
        const text =
          seen.length === 0
            ? approved
              ? l10n.t('No entry is allowed to run automatically.')
              : nothingText(which, place)
            : head + listText(withScope(host, seen), others, host.clock.now(), host.zone, host.style);
        return [text, waiting, problems === 0 ? '' : problemHint(problems)].filter(Boolean).join('\n');
      },
      get value() {
        return seen.map(one => toJson(one, one.ledger));
      },
    };
  },
});

/**
 * What a note says where it lists nothing, in English whatever the editor speaks; without a word of its own, the usual.
 */
const NOTHING: Readonly<Partial<Record<Which, string>>> = { due: 'Nothing is due.', upcoming: 'Nothing is upcoming.' };

/** What is said where nothing is listed: of those that were asked for, others may be there. */
function nothingText(which: Which, place: string | undefined): string {
  if (which === 'due') {
    return l10n.t('Nothing is due.');
  }
  if (which === 'upcoming') {
    return l10n.t('Nothing is upcoming.');
  }
  return place === undefined ? l10n.t('Nothing is scheduled here.') : l10n.t('Nothing is scheduled in {0}.', place);
}

/** Where there are several schedules, which entries are of the global one. */
const withScope = ({ ledgers }: Host, seen: readonly ListedEntry[]): readonly Listed[] =>
  ledgers.length < 2
    ? seen
    : seen.map(one => (one.ledger.scope === 'global' ? { ...one, mark: l10n.t('global') } : one));

/** The calendar. What answers ends a text with a line end, so that of the last line stops before it. */
async function calendarOf(seen: readonly ListedEntry[], host: Host): Promise<string> {
  const { calendarText } = await import('../../render/export/calendar.ts');
  const listed = seen.map(one => ({ ...one, scope: one.ledger.scope }));
  return calendarText(listed, host.clock.now()).replace(/(?:\r?\n)*$/, '\r');
}

const problemHint = (count: number): string =>
  count === 1
    ? l10n.t('1 problem with what is written: "defer doctor" shows where.')
    : l10n.t('{0} problems with what is written: "defer doctor" shows where.', count);
