import * as l10n from '@vscode/l10n';
import { isSilent } from '../../core/agent/nothingToReport.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import type { Outcome, Run } from '../../core/rows/runEvents.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../text/clean.ts';
import { changesText, clockOf, dayOf, runSummary, type PastRun } from '../view/runHistory.ts';
import type { MarkLook, RunLook } from './agendaLook.ts';

/** How many of the last runs are shown. */
export const MOST_RUNS = 12;

/** When the usage limit of an agent resets. */
export interface LimitReset {
  readonly agent: string;
  readonly at: Instant;
}

/** Limits that were met by runs of open entries and have not reset. */
export function limitsOfRuns(
  states: Iterable<EntryState>,
  agentOf: (state: EntryState) => string,
  now: Instant,
): readonly LimitReset[] {
  const resets: LimitReset[] = [];
  for (const state of states) {
    for (const { limit, agent } of state.hasRuns ? state.runEvents() : []) {
      const at = timeOf(limit);
      if (at !== undefined && at > now) {
        resets.push({ agent: agent ?? agentOf(state), at });
      }
    }
  }
  return resets;
}

/** A mark for each limit of an agent and the minute at which it resets. */
export function limitMarks(
  resets: readonly LimitReset[],
  zone: string,
): readonly (MarkLook & { readonly at: Instant })[] {
  const marks = new Map<string, MarkLook & { readonly at: Instant }>();
  for (const { agent, at } of resets) {
    const name = cleanLine(agent, 30);
    const key = `limit ${name} ${Math.floor(at / MINUTE)}`;
    marks.set(key, {
      kind: 'mark',
      key,
      tone: 'limit',
      time: clockOf(at, zone),
      text: l10n.t('{0}: limit resets', name),
      at,
    });
  }
  return [...marks.values()];
}

type Past = PastRun<unknown>;

interface Sight {
  readonly now: Instant;
  readonly zone: string;
}

/** The key of a run among the last ones. Its parts come from the file, so they are cut. */
export const runKey = ({ token, gen, occ }: Run): string => `run ${token.slice(0, 40)} ${gen} ${occ.slice(0, 40)}`;

/** The last runs as bars, the oldest first, and what they come to. `past`: newest first. */
export function runStrip(
  past: readonly Past[],
  sight: Sight,
): { readonly runs: readonly RunLook[]; readonly text: string } {
  const last = past.filter(({ run }) => run.outcome !== 'skipped' && run.outcome !== 'running').slice(0, MOST_RUNS);
  const longest = last.reduce((most, { run }) => Math.max(most, run.duration_ms ?? 0), 0);
  const runs = last.map(one => ({
    key: runKey(one.run),
    tone: toneOf(one.run.outcome),
    height: longest === 0 ? 0 : (one.run.duration_ms ?? 0) / longest,
    text: `${titleOf(one)}, ${dayOf(one.at, sight.now, sight.zone)} ${clockOf(one.at, sight.zone)}, ${runSummary(one, sight)}`,
  }));
  return { runs: runs.reverse(), text: stripText(last.map(({ run }) => toneOf(run.outcome))) };
}

function stripText(tones: readonly RunLook['tone'][]): string {
  const count = (tone: RunLook['tone']): number => tones.filter(one => one === tone).length;
  const [ok, failed, limit, other] = [count('ok'), count('failed'), count('limit'), count('other')];
  const parts = [
    ok === 0 ? '' : l10n.t('{0} ok', ok),
    failed === 0 ? '' : l10n.t('{0} failed', failed),
    limit === 0 ? '' : l10n.t('{0} stopped at a limit', limit),
    other === 0 ? '' : l10n.t('{0} ended otherwise', other),
  ];
  const said = parts.filter(part => part !== '').join(', ');
  if (tones.length === 0) {
    return '';
  }
  return tones.length === 1 ? l10n.t('Last run: {0}.', said) : l10n.t('Last {0} runs: {1}.', tones.length, said);
}

/** The runs of today that have ended, in the order of time. */
export function runsOfDay(
  past: readonly Past[],
  { start, end }: { readonly start: Instant; readonly end: Instant },
  zone: string,
): readonly (MarkLook & { readonly at: Instant })[] {
  return past.flatMap(one => {
    const { run, at } = one;
    const isShown = run.outcome !== 'running' && run.outcome !== 'skipped' && !isSilent(run);
    if (at === undefined || at < start || at >= end || !isShown) {
      return [];
    }
    const key = `ran ${runKey(run)}`;
    const text = [titleOf(one), endText(run), changesText(run)].filter(Boolean).join(' · ');
    return [{ kind: 'mark', key, tone: toneOf(run.outcome), time: clockOf(at, zone), text, at } as const];
  });
}

const titleOf = ({ entry }: Past): string => cleanLine(entry.title, 60) || l10n.t('(no title)');

const toneOf = (outcome: Outcome): RunLook['tone'] =>
  outcome === 'ok' || outcome === 'failed' || outcome === 'limit' ? outcome : 'other';

/** How a run ended, in a word or two. */
function endText({ outcome }: Run): string {
  switch (outcome) {
    case 'ok':
      return l10n.t('ok');
    case 'failed':
      return l10n.t('failed');
    case 'limit':
      return l10n.t('stopped at a limit');
    case 'stopped':
      return l10n.t('stopped');
    case 'interrupted':
      return l10n.t('interrupted');
    default:
      return l10n.t('end unknown');
  }
}
