import * as l10n from '@vscode/l10n';
import { budgetWords } from '../../core/agent/budget.ts';
import { originOf, originText } from '../../core/agent/drift.ts';
import { describeMoment, describeMoments } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { orNone } from '../../core/entry/times.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { EntryShown, ShownAct, ShownFact, ShownText } from '../../page/messages/entryShown.ts';
import { missedText, repeatText } from '../../render/row/repeatText.ts';
import { linkText, waitText } from '../../render/row/waitText.ts';
import { approvedText, marksOf, runningMark } from '../../render/row/whenText.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { shownWhole } from '../../render/text/escaped.ts';
import { vectorText } from '../../render/text/entryText.ts';
import { elsewhereText, othersOf } from '../../render/row/elsewhereText.ts';
import type { EntryView } from '../../render/view/entryView.ts';
import { standingText } from '../../render/view/standingText.ts';
import { creatorText, kindWord, modeText, priorityWord, statusWord } from '../../render/view/statusWords.ts';
import type { OpenFile } from './entryFiles.ts';
import { runsShown } from './runsShown.ts';

/** What the page of an entry is made of. */
export interface Shown {
  readonly state: EntryState;
  readonly seen: EntryView;
  readonly now: Instant;
  readonly zone: string;
  /** What can be done with it. */
  readonly acts: readonly ShownAct[];
  readonly files: readonly OpenFile[];
  /** What changed since it was scheduled. */
  readonly drift: string | undefined;
  /** The name of its schedule where there are several; else empty. */
  readonly mark: string;
}

/** What the page of an entry shows of it at a moment. Every text of the file is cleaned. */
export function entryShownOf(shown: Shown): EntryShown {
  const { seen, acts, files } = shown;
  return {
    title: titleOf(seen.entry.title),
    notice: noticeOf(shown),
    facts: factsOf(shown),
    acts: { label: l10n.t('Actions'), all: acts },
    texts: textsOf(seen),
    files: {
      heading: l10n.t('Files'),
      all: files.map(({ text, key }) => ({ text, ...(key !== undefined && { key }) })),
    },
    runs: { heading: l10n.t('Runs'), all: runsShown(shown) },
    details: { heading: l10n.t('Details'), facts: detailsOf(shown) },
  };
}

/** What a page shows whose entry is not in the schedule any more. */
export const goneShown = (title: string): EntryShown => ({
  title,
  notice: l10n.t('This entry is no longer in the schedule. It was archived, or taken out of the file.'),
  facts: [],
  acts: { label: '', all: [] },
  texts: [],
  files: { heading: '', all: [] },
  runs: { heading: '', all: [] },
  details: { heading: '', facts: [] },
});

/** A title as it stands on a tab and over a page. */
export const titleOf = (title: string): string => cleanLine(title, 300) || l10n.t('(no title)');

function noticeOf({ seen: { entry }, now, zone }: Shown): string | undefined {
  if (entry.newer) {
    return l10n.t('A newer version of Defer wrote this entry. It can be read, and not changed.');
  }
  if (entry.isOpen) {
    return undefined;
  }
  const status = statusWord(cleanLine(entry.status, 30));
  return entry.updatedAt === undefined
    ? l10n.t('This entry is closed ({0}).', status)
    : l10n.t('This entry is closed ({0}): {1}.', status, describeMoment(entry.updatedAt, now, zone));
}

function factsOf({ seen, now, zone, mark }: Shown): readonly ShownFact[] {
  const { entry, due, group, next } = seen;
  const { repeat } = entry;
  const expires = orNone(entry.expires);
  const running = group === 'Running' ? runningMark(seen, now) : '';
  const time = entry.isPaused ? '' : due === undefined ? l10n.t('no due time') : describeMoment(due, now, zone);
  const approved = approvedText(seen.approved);
  const state = marksOf(seen, now).filter(mark => mark !== '' && mark !== approved);
  return named([
    [l10n.t('When'), [running, entry.isOpen ? time : ''].filter(Boolean).join('\n'), group === 'Overdue'],
    [l10n.t('State'), [...(entry.isPaused ? [l10n.t('paused')] : []), ...state].join(' · ')],
    [
      l10n.t('Repeats'),
      isRefusal(repeat)
        ? l10n.t('This cannot be read: {0}', repeat.why)
        : repeat && [repeatText(repeat, now, zone), missedText(seen, now, zone)].filter(Boolean).join('\n'),
    ],
    [l10n.t('Next'), entry.isOpen && next.length > 0 ? describeMoments(next, now, zone) : undefined],
    [l10n.t('Waits for'), waitText(entry)],
    [l10n.t('Linked to'), linkText(entry)],
    [l10n.t('Too late'), expires && describeMoment(expires, now, zone)],
    [l10n.t('Agent'), entry.agent],
    [l10n.t('Conversation'), seen.conversation && standingText(seen.conversation, now, zone)],
    [l10n.t('Automatic runs'), approved],
    [l10n.t('Elsewhere'), elsewhereText(othersOf(seen))],
    [l10n.t('Budget'), budgetWords(entry)],
    [l10n.t('Priority'), entry.priority && priorityWord(entry.priority)],
    [l10n.t('Tags'), entry.tags.join(', ')],
    [l10n.t('Last error'), entry.lastError],
    [l10n.t('Schedule'), mark],
  ]);
}

function textsOf({ entry }: EntryView): readonly ShownText[] {
  const list = (items: readonly string[]): string => items.map(item => `• ${cleanLine(item, 500)}`).join('\n');
  const texts: readonly (readonly [heading: string, text: string | undefined])[] = [
    [l10n.t('Summary'), entry.summary],
    [l10n.t('Note'), entry.note],
    [l10n.t('Prompt'), entry.prompt],
    [l10n.t('Command'), entry.command.length > 0 ? vectorText(entry.command) : undefined],
    [l10n.t('Key points'), list(entry.keyPoints)],
    [l10n.t('Constraints'), list(entry.constraints)],
  ];
  return texts.flatMap(([heading, text]) =>
    text === undefined || text.trim() === '' ? [] : [{ heading, text: shownWhole(text) }],
  );
}

function detailsOf({ seen: { entry }, now, zone, drift }: Shown): readonly ShownFact[] {
  const origin = originOf(entry);
  const at = (time: Instant | undefined): string | undefined => time && describeMoment(time, now, zone);
  const place = entry.place === 'here' ? l10n.t('the checkout') : l10n.t('a worktree of its own');
  return named([
    [l10n.t('Status'), [statusWord(entry.status), entry.reason && `(${entry.reason})`].filter(Boolean).join(' ')],
    [l10n.t('First due'), at(entry.originalDueAt)],
    [l10n.t('Created'), [at(entry.createdAt), creatorText(entry.createdBy)].filter(Boolean).join(', ')],
    [l10n.t('At that time'), origin && originText(origin)],
    [l10n.t('Changed since'), drift],
    [l10n.t('Works in'), entry.place && place],
    [l10n.t('Folder'), entry.cwd],
    [l10n.t('Mode'), entry.agent === undefined ? undefined : modeText(entry.mode)],
    [l10n.t('Session'), entry.session],
    [l10n.t('Kind'), kindWord(entry.kind)],
    [l10n.t('Id'), entry.id],
  ]);
}

/** The facts that have a text, cleaned line by line. */
const named = (
  rows: readonly (readonly [name: string, text: string | undefined, isUrgent?: boolean])[],
): readonly ShownFact[] =>
  rows.flatMap(([name, text = '', isUrgent = false]) =>
    text.trim() === ''
      ? []
      : [
          {
            name,
            text: text
              .split('\n')
              .map(line => cleanLine(line, 500))
              .join('\n'),
            ...(isUrgent && { isUrgent }),
          },
        ],
  );
