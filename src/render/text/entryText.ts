import * as l10n from '@vscode/l10n';
import { NEVER, orNone } from '../../core/entry/times.ts';
import { reorientedFrom } from '../../core/files/contextText.ts';
import { originOf, originText } from '../../core/agent/drift.ts';
import { timeIn, timeOf } from '../../core/rows/fieldValues.ts';
import { budgetWords } from '../../core/agent/budget.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { describeMoments } from '../../core/basics/describeMoment.ts';
import { problemWord } from './problemText.ts';
import { clean, cleanLine } from './clean.ts';
import { escaped, shownWhole } from './escaped.ts';
import { runText } from './runText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import { groupName } from '../view/groupNames.ts';
import { priorityWord, statusWord } from '../view/statusWords.ts';
import { elsewhereText, othersOf } from '../row/elsewhereText.ts';
import type { EntryView } from '../view/entryView.ts';
import { standingText } from '../view/standingText.ts';
import { linkText, waitText } from '../row/waitText.ts';
import { missedText, repeatText } from '../row/repeatText.ts';
import { approvedText } from '../row/whenText.ts';

/**
 * Everything about one entry, a line each, with what changed since it was scheduled: first when it is due and for whom,
 * then what is to be done and how its runs went, ids last. Everything in it is cleaned.
 */
export function entryText(seen: EntryView, now: Instant, zone: string, drift?: string): string {
  const { entry, group, due, late, next, runs } = seen;
  const { repeat } = entry;
  const isMoved = repeat !== undefined && entry.slot !== (entry.originalDueAt ?? entry.dueAt ?? NEVER);
  const origin = originOf(entry);
  const others = othersOf(seen);
  const at = (time: Instant | undefined): string | undefined =>
    time === undefined ? undefined : describeMoment(time, now, zone);
  const list = (name: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`${name}:`, ...items.map(item => `  - ${cleanLine(item, 500)}`)];
  const line = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${`${name}:`.padEnd(13)}${cleanLine(value, 500)}`];
  const gate = entry.waits === undefined ? undefined : at(timeIn(entry.fields, 'due_at'));
  const earliest = gate && l10n.t('no earlier than {0}', gate);
  return [
    cleanLine(entry.title, 500),
    ...line(l10n.t('Note'), entry.note),
    ...line(l10n.t('Due'), entry.isPaused ? l10n.t('paused') : (at(due) ?? earliest ?? l10n.t('no due time'))),
    ...line(l10n.t('First due'), at(entry.originalDueAt)),
    ...line(l10n.t('Moved from'), isMoved ? at(orNone(entry.slot)) : undefined),
    ...line(l10n.t('Waits for'), waitText(entry)),
    ...line(l10n.t('Linked to'), linkText(entry)),
    ...line(l10n.t('Late'), late > 0 ? durationText(late) : undefined),
    ...line(
      l10n.t('Repeats'),
      isRefusal(repeat) ? l10n.t('cannot be read: {0}', repeat.why) : repeat && repeatText(repeat, now, zone),
    ),
    ...line(l10n.t('Next'), next.length > 0 ? describeMoments(next, now, zone) : undefined),
    ...line(l10n.t('Missed'), missedText(seen, now, zone) || undefined),
    ...line(l10n.t('Too late at'), at(orNone(entry.expires))),
    ...line(l10n.t('Agent'), entry.agent),
    ...line(l10n.t('Waits'), seen.conversation && standingText(seen.conversation, now, zone)),
    ...line(l10n.t('Budget'), budgetWords(entry)),
    ...line(l10n.t('Allowed'), approvedText(seen.approved) || undefined),
    ...others.flatMap(other => line(l10n.t('Elsewhere'), elsewhereText([other]))),
    ...line(l10n.t('Priority'), entry.priority && priorityWord(entry.priority)),
    ...line(l10n.t('Tags'), entry.tags.length > 0 ? entry.tags.join(', ') : undefined),
    ...line(l10n.t('Last error'), entry.lastError),
    ...line(l10n.t('Drift'), drift),
    ...line(l10n.t('Summary'), entry.summary),
    ...list(l10n.t('Key points'), entry.keyPoints),
    ...list(l10n.t('Artifacts'), entry.artifacts),
    ...list(l10n.t('Constraints'), entry.constraints),
    ...(entry.command.length > 0 ? [`${l10n.t('Command')}:`, clean(vectorText(entry.command))] : []),
    ...(entry.prompt === undefined ? [] : [`${l10n.t('Prompt')}:`, indent(shownWhole(entry.prompt))]),
    ...list(
      l10n.t('Runs'),
      runs.map(run => runText(run, now, zone)),
    ),
    ...line(l10n.t('Status'), `${statusWord(entry.status)}${entry.reason ? ` (${entry.reason})` : ''}`),
    ...line(l10n.t('Group'), groupName(group)),
    ...line(
      l10n.t('Created'),
      [at(entry.createdAt), entry.createdBy && l10n.t('by {0}', entry.createdBy)].filter(Boolean).join(' ') ||
        undefined,
    ),
    ...line(l10n.t('Origin'), origin && originText(origin)),
    ...line(l10n.t('Context'), reorientedFrom(entry)),
    ...line(l10n.t('Opened'), at(timeOf(entry.fields['opened_at']))),
    ...line(l10n.t('Folder'), entry.cwd),
    ...line(
      l10n.t('Works in'),
      entry.place && (entry.place === 'here' ? l10n.t('the checkout') : l10n.t('a worktree of its own')),
    ),
    ...line(l10n.t('File'), entry.file),
    ...line(l10n.t('Mode'), entry.agent === undefined ? undefined : entry.mode),
    ...line(l10n.t('Kind'), entry.kind),
    ...line(l10n.t('Session'), entry.session),
    ...line('Id', entry.id),
  ].join('\n');
}

/**
 * An argument vector, one numbered argument a line, so that nothing in it can pass for two. Whole, since a person
 * approves it: what is not printable stands there as an escape instead of being left out, and nothing is masked.
 */
export const vectorText = (vector: readonly string[]): string =>
  vector.map((argument, index) => `  ${index}: ${escaped(JSON.stringify(argument))}`).join('\n');

/** A problem with the file it is in. */
export interface Finding {
  /** The file it is in, from the folder on; absent for the schedule itself. */
  readonly file?: string;
  readonly line: number;
  readonly class: string;
  readonly text: string;
  readonly folder: string;
}

interface AgentLine {
  readonly name: string;
  readonly path: string | null;
  readonly can: readonly string[];
  readonly problem: string | null;
}

/** What `doctor` tells a person. */
export function doctorText(findings: readonly Finding[], agents: readonly AgentLine[], zone: string): string {
  const problems = findings.map(({ file, line, class: name, text, folder }) => {
    const where = [
      cleanLine(folder),
      file === undefined ? '' : cleanLine(file),
      line > 0 ? l10n.t('line {0}', line) : '',
    ];
    return `  ${where.filter(part => part !== '').join(' ')}: ${problemWord(name)}. ${text}`;
  });
  return [
    findings.length === 0 ? l10n.t('Every line of the schedule could be read.') : l10n.t('Problems in the schedule:'),
    ...problems,
    l10n.t('Agents:'),
    ...agents.map(({ name, path, can, problem }) => {
      const abilities = can.length === 0 ? '' : ` (${can.join(', ')})`;
      const why = path !== null && problem !== null ? `: ${problem}` : '';
      return `  ${cleanLine(name, 40).padEnd(10)} ${clean(path ?? problem ?? '')}${abilities}${clean(why)}`;
    }),
    l10n.t('Time zone: {0}', zone),
  ].join('\n');
}

const indent = (text: string): string => text.replace(/^/gm, '  ');
