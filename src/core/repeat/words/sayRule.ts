import * as l10n from '@vscode/l10n';
import { DAY, HOUR, MINUTE, SECOND, type Duration } from '../../basics/time.ts';
import { dayWords } from './dayWords.ts';
import type { Rule } from '../rule.ts';
import { timeWords } from './timeWords.ts';

/** The units of an interval: how long one is, how so many are named, and how a rule with one of them alone is said. */
const UNITS: readonly (readonly [length: Duration, counted: (count: number) => string, every?: () => string])[] = [
  [DAY, count => (count === 1 ? l10n.t('1 day') : l10n.t('{0} days', count))],
  [HOUR, count => (count === 1 ? l10n.t('1 hour') : l10n.t('{0} hours', count)), () => l10n.t('Every hour')],
  [MINUTE, count => (count === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', count)), () => l10n.t('Every minute')],
  [SECOND, count => (count === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', count))],
];

/** Longer words say less than the line itself, and could not be typed back. */
const LONGEST = 150;

/**
 * A rule in words: `At 09:00, Monday through Friday`, `Every 30 minutes`. The English ones, typed back, give the same
 * rule. Words of our own: those of libraries call `*` + `/7` every seven minutes, which it is not, and read as if day
 * of month and day of week both had to hold, where either is enough.
 */
export function ruleWords(rule: Rule): string {
  if (rule.kind === 'every') {
    return everyWords(rule.period);
  }
  const { words, saysDay } = timeWords(rule.fields);
  const days = dayWords(rule.fields);
  const text = [words, ...(days.length === 0 && saysDay ? [l10n.t('every day')] : days)].join(', ');
  return text.length <= LONGEST ? text : rule.cron.toUpperCase().split(/\s+/).join(' ');
}

/**
 * `Every 30 minutes`, `Every 1 hour 30 minutes`, `Every 2 days`; one of a unit alone is just `Every hour`. But "every
 * day" would keep the clock, and "every second" is a day of the month.
 */
function everyWords(period: Duration): string {
  const alone = UNITS.find(([length, , every]) => every && period === length)?.[2];
  if (alone) {
    return alone();
  }
  const parts: string[] = [];
  let rest = period;
  for (const [length, counted] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) {
      parts.push(counted(count));
    }
  }
  return l10n.t('Every {0}', period === DAY ? l10n.t('{0} hours', 24) : parts.join(' '));
}
