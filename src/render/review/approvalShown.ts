import * as l10n from '@vscode/l10n';
import type { Approvable } from '../../core/agent/approval.ts';
import { budgetText } from '../../core/agent/budget.ts';
import type { Grant } from '../../core/agent/grant.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { Limits } from '../../core/entry/runLimits.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { repeatText } from '../row/repeatText.ts';
import { elsewhereText } from '../row/elsewhereText.ts';
import { waitText } from '../row/waitText.ts';
import { cleanLine } from '../text/clean.ts';
import { escaped } from '../text/escaped.ts';
import { vectorText } from '../text/entryText.ts';
import { isolate } from '../text/isolate.ts';
import { differenceLines } from './approvalText.ts';
import type { DiffLine } from './lineDiff.ts';
import { creatorText, kindWord, modeText } from '../view/statusWords.ts';

/** Something that is asked about, by its name. */
interface Fact {
  readonly name: string;
  readonly text: string;
}

/** A text under a heading. */
interface Block {
  readonly heading: string;
  readonly text: string;
}

/** The question whether an entry may run without a person, with all that such a run would start. */
export interface ApprovalShown {
  /** Stands for all that would be allowed: another content, or another time of it, has another key. */
  readonly key: string;
  readonly question: string;
  readonly detail: string;
  readonly facts: readonly Fact[];
  readonly blocks: readonly Block[];
  /** What has to be known of it, and says least to a person. */
  readonly details: { readonly heading: string; readonly facts: readonly Fact[] };
  /** What changed since it was allowed, if it was. */
  readonly changes: { readonly heading: string; readonly lines: readonly DiffLine[] } | undefined;
  /** Where its runs can work, where a person can choose that. */
  readonly places: readonly { readonly place: WorkPlace; readonly text: string; readonly isChosen: boolean }[];
}

/** What is asked about. */
export interface ToAllow {
  readonly entry: Entry;
  readonly hash: string;
  readonly content: Approvable;
  /** The time that the approval would be for. */
  readonly time: Pick<Grant, 'slot' | 'once'>;
  /** What was allowed before, where that does not count any more. `isUsed`: because its run has happened. */
  readonly before?: (Pick<Grant, 'approvedAt' | 'slot' | 'once'> & { readonly content: Approvable }) | undefined;
  readonly isUsed: boolean;
  /** The other place that the person may choose. */
  readonly other: WorkPlace | undefined;
  /** The other schedulers that may start the same work. */
  readonly others: readonly Elsewhere[];
  readonly usage: { readonly runs: number; readonly limits: Limits } | undefined;
  readonly now: Instant;
  readonly zone: string;
}

/**
 * All that a person is asked to allow, ready to be shown: nothing is masked, and what cannot be seen stands there as an
 * escape.
 */
export function approvalShown(asked: ToAllow): ApprovalShown {
  const { entry, hash, content, time, other, now, zone } = asked;
  const [agent, title] = [cleanLine(content.agent, 60), isolate(cleanLine(entry.title, 120))];
  const { slot, once } = time;
  const detail = l10n.t('Review the command and the prompt below. If either changes, Defer asks again.');
  const isLater = slot !== null && slot > now;
  return {
    key: [hash, slot, once, content.works_in ? 'worktree' : 'here'].join(' '),
    question: !once
      ? l10n.t('Let {0} run “{1}” automatically whenever it is due?', agent, title)
      : isLater
        ? l10n.t('Let {0} run “{1}” automatically, once, {2} or later?', agent, title, describeMoment(slot, now, zone))
        : l10n.t('Let {0} run “{1}” automatically, once, when it is due?', agent, title),
    detail,
    facts: factsOf(asked),
    blocks: blocksOf(content),
    details: { heading: l10n.t('Details'), facts: detailsOf(content) },
    changes: changesOf(asked),
    places: other === undefined ? [] : placesOf(content.works_in ? 'worktree' : 'here'),
  };
}

const placesOf = (chosen: WorkPlace): ApprovalShown['places'] => [
  { place: 'here', text: l10n.t('In the checkout, beside your own changes'), isChosen: chosen === 'here' },
  {
    place: 'worktree',
    text: l10n.t('In a worktree of its own, a copy of what is committed by then'),
    isChosen: chosen === 'worktree',
  },
];

function factsOf(asked: ToAllow): readonly Fact[] {
  const { entry, content, time, other, others, usage, now, zone } = asked;
  const { works_in: worksIn } = content;
  const at = (moment: Instant): string => describeMoment(moment, now, zone);
  const rule = isRefusal(entry.repeat) ? undefined : entry.repeat && repeatText(entry.repeat, now, zone);
  const due = time.slot === null ? undefined : at(time.slot);
  const runsToday =
    usage && l10n.t('Automatic runs today, of all entries: {0} of {1}', usage.runs, usage.limits.dailyRuns);
  const retries =
    content.retries === 0
      ? undefined
      : content.retries === 1
        ? l10n.t('A failed run is tried again once.')
        : l10n.t('A failed run is tried again up to {0} times.', content.retries);
  const place = placesOf(worksIn ? 'worktree' : 'here').find(({ isChosen }) => isChosen)?.text;
  return named([
    [l10n.t('When'), [rule, due].filter(Boolean).join('\n') || undefined],
    [l10n.t('Waits for'), content.waits_for === null ? undefined : (waitText(entry) ?? content.waits_for)],
    [l10n.t('Agent'), content.agent],
    [l10n.t('Where'), other === undefined ? place : undefined],
    [l10n.t('Folder'), content.cwd],
    [l10n.t('Copied'), worksIn?.copy.length ? worksIn.copy.join(', ') : undefined],
    [l10n.t('Linked'), worksIn?.link.length ? worksIn.link.join(', ') : undefined],
    [l10n.t('Limits'), [content.budget && budgetText(content.budget), retries, runsToday].filter(Boolean).join('\n')],
    [l10n.t('Elsewhere'), elsewhereText(others)],
    [
      l10n.t('From'),
      [creatorText(entry.createdBy), entry.createdAt && at(entry.createdAt)].filter(Boolean).join(', ') || undefined,
    ],
  ]);
}

const detailsOf = ({ mode, session, folder, kind, id }: Approvable): readonly Fact[] =>
  named([
    [l10n.t('Mode'), modeText(mode)],
    [l10n.t('Session'), session ?? undefined],
    [l10n.t('Schedule in'), folder],
    [l10n.t('Kind'), kindWord(kind)],
    [l10n.t('Id'), id],
  ]);

/** The facts that have a text. */
const named = (rows: readonly (readonly [name: string, text: string | undefined])[]): readonly Fact[] =>
  rows.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [{ name, text: lines(text) }]));

function blocksOf(content: Approvable): readonly Block[] {
  const { executable, called_as: calledAs, input, prompt, record } = content;
  const [first = [], second] = content.vectors;
  const more = [
    calledAs === executable ? '' : l10n.t('Called as: {0}', lines(calledAs)),
    input === 'argument' || executable === '' ? '' : l10n.t('The prompt goes to its standard input.'),
  ];
  const program =
    executable === '' ? l10n.t('Nothing: the prompt is written to a file.') : vectorText([executable, ...first]);
  return [
    {
      heading: l10n.t('The program and its arguments'),
      text: [program, ...more].filter(Boolean).join('\n'),
    },
    ...(second
      ? [
          {
            heading: l10n.t('In the same conversation, from the second run on'),
            text: vectorText([executable, ...second]),
          },
        ]
      : []),
    ...(prompt === '' ? [] : [{ heading: l10n.t('The whole prompt'), text: lines(prompt.trimEnd()) }]),
    ...(record === null ? [] : [{ heading: l10n.t('The record for the executor'), text: lines(record) }]),
  ];
}

function changesOf({ entry, content, time, before, isUsed, now, zone }: ToAllow): ApprovalShown['changes'] {
  if (!before) {
    return undefined;
  }
  const at = (moment: Instant): string => describeMoment(moment, now, zone);
  const since = at(before.approvedAt);
  if (isUsed) {
    return { heading: l10n.t('You allowed one run of it ({0}), which has happened.', since), lines: [] };
  }
  const [was, is] = [before.slot, time.slot].map(slot => (slot === null ? l10n.t('no time') : at(slot)));
  const isMoved = before.once && entry.waits === undefined && was !== is;
  const moved: readonly DiffLine[] = isMoved
    ? [
        { kind: 'old', text: l10n.t('Due: {0}', was ?? '') },
        { kind: 'new', text: l10n.t('Due: {0}', is ?? '') },
      ]
    : [];
  return {
    heading: l10n.t('Changed since you allowed it ({0})', since),
    lines: [...moved, ...differenceLines(before.content, content)],
  };
}

/** A text of several lines in which everything can be seen. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map(line => escaped(line))
    .join('\n');
