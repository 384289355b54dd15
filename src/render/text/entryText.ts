import { NEVER, orNone } from '../../core/entry/times.ts';
import { dateText } from '../../core/basics/dateText.ts';
import { reorientedFrom } from '../../core/files/contextText.ts';
import { originOf, originText } from '../../core/agent/drift.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import { budgetWords } from '../../core/agent/budget.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { limitHold } from '../../core/entry/limitStreak.ts';
import { failuresInARow, isHeld } from '../../core/entry/streak.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { describeMoments } from '../../core/basics/describeMoment.ts';
import { toWall, clockText } from '../../core/basics/wallClock.ts';
import { clean, cleanLine } from './clean.ts';
import { escaped } from './escaped.ts';
import { runText } from './runText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import type { Group } from '../view/groups.ts';
import type { EntryView } from '../view/entryView.ts';
import { standingMark, standingText } from '../view/standingText.ts';
import { linkText, waitMark, waitText } from './waitText.ts';
import { missedText, repeatMark, repeatText } from './repeatText.ts';

/** What is worth knowing of an entry beside its title: lateness or due time, agent, state. No text but the agent's name. */
export function whenText(seen: EntryView, now: Instant, zone: string): string {
  const { due } = seen;
  return beside(seen, now, zone, due === undefined ? 'no due time' : describeMoment(due, now, zone), 'words');
}

/** When an entry is due, for a narrow row under a heading that names the day already. */
export function briefWhenText(seen: EntryView, now: Instant, zone: string): string {
  const { due } = seen;
  return beside(seen, now, zone, due === undefined ? '' : briefTime(due, seen.group, now, zone), 'brief');
}

function beside(seen: EntryView, now: Instant, zone: string, due: string, style: 'words' | 'brief'): string {
  const { entry, group, late } = seen;
  const missed = missedText(seen, now, zone);
  const when =
    group === 'Overdue'
      ? missed || `${durationText(late)} late`
      : group === 'Closed'
        ? entry.status
        : group === 'Running'
          ? runningMark(seen, now)
          : group === 'Repeating'
            ? 'paused'
            : group === 'Waiting'
              ? waitMark(entry)
              : due;
  const agent = entry.agent === undefined ? '' : cleanLine(entry.agent, 30);
  const besides = group === 'Overdue' || group === 'Closed' ? '' : missed;
  const conversation = standingMark(seen.conversation, now, zone);
  return [when, agent, besides, repeatMark(seen, style), conversation, ...marksOf(seen, now)]
    .filter(part => part !== '')
    .join(' · ');
}

function briefTime(at: Instant, group: Group, now: Instant, zone: string): string {
  const wall = toWall(at, zone);
  const clock = clockText({ hour: wall.hour, minute: wall.minute });
  switch (group) {
    case 'Today':
      return `${clock}, in ${durationText(at - now)}`;
    case 'Tomorrow':
      return clock;
    case 'This Week':
      return `${dateText(wall, false).slice(0, 3)} ${clock}`;
    default:
      return dateText(wall, wall.year !== toWall(now, zone).year);
  }
}

function marksOf({ entry, group, runs, approved }: EntryView, now: Instant): readonly string[] {
  const status =
    group === 'Closed' || entry.status === 'pending' ? '' : (retryMark(entry) ?? cleanLine(entry.status, 30));
  const tooLate = entry.isOpen && entry.expires <= now ? 'too late' : '';
  const last = entry.isOpen ? runs.filter(run => run.outcome !== 'skipped').at(-1)?.outcome : undefined;
  const run = heldMark(entry, runs) || lastRunMark(entry, last);
  return [status, tooLate, run, approvedText(approved), entry.newer ? 'newer format' : ''];
}

/** For an entry that waits for its retry. */
const retryMark = ({ status, attempts, maxRetries }: Entry): string | undefined =>
  status === 'snoozed' && attempts > 0 && attempts <= maxRetries ? `retry ${attempts} of ${maxRetries}` : undefined;

function heldMark(entry: Entry, runs: readonly Run[]): string {
  if (!entry.isOpen) {
    return '';
  }
  const limit = limitHold(entry, runs);
  const atLimit = limit === undefined ? '' : `${limit}, waits for you`;
  return isHeld(entry, runs) ? `${failuresInARow(entry, runs)} failures in a row, paused` : atLimit;
}

/** Whether an entry may run without a person. */
function approvedText(approved: EntryView['approved']): string {
  switch (approved) {
    case true:
      return 'runs automatically';
    case 'changed':
      return 'changed since allowed';
    case 'used':
      return 'allowed run used up';
    default:
      return '';
  }
}

/** How long the run of an entry has gone on: `running for 4 min`. */
function runningMark({ runs }: EntryView, now: Instant): string {
  const run = runs.findLast(({ outcome }) => outcome === 'running');
  const since = timeOf(run?.started_at ?? run?.claimed_at);
  return since === undefined || now - since < MINUTE ? 'running' : `running for ${durationText(now - since)}`;
}

function lastRunMark(entry: Entry, last: Run['outcome'] | undefined): string {
  switch (last) {
    case 'unknown':
      return 'end unknown';
    case 'stopped':
      return 'stopped';
    case 'interrupted':
      return 'ended, not marked';
    case 'limit':
      return 'stopped at a limit';
    case 'failed':
      // A repeat goes on to its next slot all the same (docs/time.md, "Repeat").
      return entry.repeat !== undefined && entry.status !== 'failed' ? 'last run failed' : '';
    default:
      return '';
  }
}

/** Everything about one entry, a line each, with what changed since it was scheduled. Everything in it is cleaned. */
export function entryText(seen: EntryView, now: Instant, zone: string, drift?: string): string {
  const { entry, group, due, late, next, runs } = seen;
  const { repeat } = entry;
  const isMoved = repeat !== undefined && entry.slot !== (entry.originalDueAt ?? entry.dueAt ?? NEVER);
  const origin = originOf(entry);
  const at = (time: Instant | undefined): string | undefined =>
    time === undefined ? undefined : describeMoment(time, now, zone);
  const list = (name: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`${name}:`, ...items.map(item => `  - ${cleanLine(item, 500)}`)];
  const line = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${`${name}:`.padEnd(13)}${cleanLine(value, 500)}`];
  return [
    cleanLine(entry.title, 500),
    ...line('Note', entry.note),
    ...line('Due', entry.isPaused ? 'paused' : (at(due) ?? 'no due time')),
    ...line('First due', at(entry.originalDueAt)),
    ...line('Moved from', isMoved ? at(orNone(entry.slot)) : undefined),
    ...line('Waits for', waitText(entry)),
    ...line('Linked to', linkText(entry)),
    ...line('Late', late > 0 ? durationText(late) : undefined),
    ...line('Repeats', isRefusal(repeat) ? `cannot be read: ${repeat.why}` : repeat && repeatText(repeat, now, zone)),
    ...line('Next', next.length > 0 ? describeMoments(next, now, zone) : undefined),
    ...line('Missed', missedText(seen, now, zone) || undefined),
    ...line('Too late at', at(orNone(entry.expires))),
    ...line('Agent', entry.agent),
    ...line('Mode', entry.agent === undefined ? undefined : entry.mode),
    ...line('Session', entry.session),
    ...line('Waits', seen.conversation && standingText(seen.conversation, now, zone)),
    ...line('Budget', budgetWords(entry)),
    ...line('Allowed', approvedText(seen.approved) || undefined),
    ...line('Priority', entry.priority),
    ...line('Tags', entry.tags.length > 0 ? entry.tags.join(', ') : undefined),
    ...line('Status', `${entry.status}${entry.reason ? ` (${entry.reason})` : ''}`),
    ...line('Group', group),
    ...line(
      'Created',
      [at(entry.createdAt), entry.createdBy && `by ${entry.createdBy}`].filter(Boolean).join(' ') || undefined,
    ),
    ...line('Origin', origin && originText(origin)),
    ...line('Drift', drift),
    ...line('Context', reorientedFrom(entry)),
    ...line('Folder', entry.cwd),
    ...line('Works in', entry.place && (entry.place === 'here' ? 'the checkout' : 'a worktree of its own')),
    ...line('File', entry.file),
    ...line('Kind', entry.kind),
    ...line('Id', entry.id),
    ...line('Opened', at(timeOf(entry.fields['opened_at']))),
    ...line('Last error', entry.lastError),
    ...line('Summary', entry.summary),
    ...list('Key points', entry.keyPoints),
    ...list('Artifacts', entry.artifacts),
    ...list('Constraints', entry.constraints),
    ...(entry.command.length > 0 ? ['Command:', clean(vectorText(entry.command))] : []),
    ...(entry.prompt === undefined ? [] : ['Prompt:', indent(clean(entry.prompt))]),
    ...list(
      'Runs',
      runs.map(run => runText(run, now, zone)),
    ),
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
    const where = [cleanLine(folder), file === undefined ? '' : cleanLine(file), line > 0 ? `line ${line}` : ''];
    return `  ${where.filter(part => part !== '').join(' ')}: ${name}. ${text}`;
  });
  return [
    findings.length === 0 ? 'Every line of the schedule could be read.' : 'Problems in the schedule:',
    ...problems,
    'Agents:',
    ...agents.map(({ name, path, can, problem }) => {
      const abilities = can.length === 0 ? '' : ` (${can.join(', ')})`;
      return `  ${cleanLine(name, 40).padEnd(10)} ${clean(path ?? problem ?? '')}${abilities}`;
    }),
    `Time zone: ${zone}`,
  ].join('\n');
}

const indent = (text: string): string => text.replace(/^/gm, '  ');
