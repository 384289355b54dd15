import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { compareDates, weekdayOf } from '../../core/basics/calendarDate.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../core/basics/time.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import { readingText, type readWhen } from '../../verbs/readMoment.ts';
import { plainLabel } from '../say/notices.ts';

/** What kind of time is asked for: one moment, a rule by which it comes again, or either. */
export type Kind = 'moment' | 'rule' | 'any';
export type Read = (text: string) => ReturnType<typeof readWhen>;

/** What a row of the list leads to instead of a time. */
export type Further = 'date' | 'file' | 'entry';

export interface TimeItem extends vscode.QuickPickItem {
  /** What is passed on as if it had been typed; absent for a text that is not understood. */
  readonly text?: string;
  readonly further?: Further;
}

/** A usual time: as people say it, and as Defer reads it. */
interface Preset {
  readonly label: string;
  readonly text: string;
  /** Whether it is meant for today only. */
  readonly today?: true;
  /** How long before it is offered at the latest, in ms. */
  readonly ahead?: number;
  /** Whether its name changes once the weekend has begun. */
  readonly isWeekend?: true;
}

/** When presets are offered. */
export interface PresetTime {
  readonly now: Instant;
  readonly zone: string;
}

function momentPresets(): readonly Preset[] {
  return [
    { label: l10n.t('In 30 Minutes'), text: '30m' },
    { label: l10n.t('In 2 Hours'), text: '2h' },
    { label: l10n.t('Later Today'), text: 'today 5pm', today: true, ahead: HOUR },
    { label: l10n.t('This Evening'), text: 'this evening', today: true },
    { label: l10n.t('Tomorrow Morning'), text: 'tomorrow morning' },
    { label: l10n.t('This Weekend'), text: 'saturday', isWeekend: true },
    { label: l10n.t('Next Week'), text: 'next monday' },
  ];
}

const rulePresets = (): readonly Preset[] => [
  { label: l10n.t('Every Weekday at 9'), text: 'every weekday at 9' },
  { label: l10n.t('Every Monday at 9'), text: 'every monday at 9' },
];

const presetsOf = (kind: Kind): readonly Preset[] => [
  ...(kind === 'rule' ? [] : momentPresets()),
  ...(kind === 'moment' ? [] : rulePresets()),
];

/**
 * The usual times with what each means now, the last used one first. Those that have passed, that mean another day by
 * now, or that are the same as one before are left out.
 */
export async function presetItems(
  kind: Kind,
  read: Read,
  time: PresetTime,
  used: string | undefined,
): Promise<readonly TimeItem[]> {
  const presets = presetsOf(kind);
  const known = presets.find(({ text }) => text === used);
  const first: readonly Preset[] = used === undefined ? [] : [known ?? { label: used, text: used }];
  const items: TimeItem[] = [];
  const taken: number[] = [];
  for (const { label, text, today, isWeekend, ahead = 1 } of [
    ...first,
    ...presets.filter(preset => preset !== known),
  ]) {
    const when = await read(text);
    if (isRefusal(when)) {
      continue;
    }
    if (when.kind === 'instant') {
      const { at } = when;
      const isOther = today === true && compareDates(toWall(at, time.zone), toWall(time.now, time.zone)) !== 0;
      if (at < time.now + ahead || isOther || taken.some(other => Math.abs(other - at) < MINUTE)) {
        continue;
      }
      taken.push(at);
    }
    const isNext = isWeekend && when.kind === 'instant' && isNextWeekend(when.at, time);
    const name = isNext ? l10n.t('Next Weekend') : label;
    items.push({ label: plainLabel(name), description: readingText(when), text });
  }
  return items;
}

/**
 * Whether "the weekend" means the next one: on a Saturday or Sunday it does if the time is more than two days ahead.
 */
function isNextWeekend(at: Instant, { now, zone }: PresetTime): boolean {
  const weekday = weekdayOf(toWall(now, zone));
  return (weekday === 0 || weekday === 6) && at - now > 2 * DAY;
}

/** Rows that lead to a time without typing it. */
export const furtherItems = (wanted: readonly Further[]): readonly TimeItem[] => {
  const labels: Readonly<Record<Further, string>> = {
    date: l10n.t('Pick a Date and Time…'),
    file: l10n.t('When a File Changes…'),
    entry: l10n.t('When an Entry Is Done…'),
  };
  return wanted.map(further => ({ label: labels[further], further }));
};
