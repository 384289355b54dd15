import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../basics/refusal.ts';
import type { Instant } from '../basics/time.ts';
import { isRecord, memberOf, timeOf } from '../rows/fieldValues.ts';

/** What is done about slots that were missed (docs/time.md, "Late"). */
export type Catchup = 'once' | 'ask' | 'skip';

/** The members of a `repeat` field, each of the right type (FORMAT.md). */
export interface RepeatField {
  readonly cron: string | undefined;
  readonly every: string | undefined;
  readonly tz: string | undefined;
  readonly anchor: Instant | undefined;
  readonly until: Instant | undefined;
  readonly count: number | undefined;
  readonly catchup: Catchup;
  readonly enabled: boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isMoment = (value: unknown): boolean => timeOf(value) !== undefined;

const mustBeTime = (name: string): string =>
  l10n.t('The {0} of a repeat must be an ISO time, such as "2026-12-01T10:00:00Z".', name);

const CHECKS: readonly (readonly [name: string, check: (value: unknown) => boolean, refuse: () => string])[] = [
  ['cron', isText, () => l10n.t('The cron of a repeat must be a text, such as "0 9 * * 1-5".')],
  ['every', isText, () => l10n.t('The every of a repeat must be a text, such as "PT30M".')],
  ['tz', isText, () => l10n.t('The tz of a repeat must be the name of a zone, such as "Europe/Paris".')],
  ['anchor', isMoment, () => mustBeTime('anchor')],
  ['until', isMoment, () => mustBeTime('until')],
  [
    'count',
    value => Number.isSafeInteger(value) && (value as number) >= 1,
    () => l10n.t('The count of a repeat must be a whole number from 1 up.'),
  ],
  ['enabled', value => typeof value === 'boolean', () => l10n.t('The enabled of a repeat must be true or false.')],
];

/**
 * Reads the members of a `repeat` field. One that is there and cannot be read is refused, because a schedule that runs
 * at other times than it says is worse than one that says no; `null` counts as absent, an unknown `catchup` is `once`,
 * and members with other names are nobody's business here.
 */
export function readField(value: unknown): RepeatField | Refusal {
  if (!isRecord(value)) {
    return refusal(
      l10n.t('A repeat is an object, such as {"cron":"0 9 * * 1-5","tz":"Europe/Paris"} or {"every":"PT30M"}.'),
    );
  }
  const member = (name: string): unknown => memberOf(value, name) ?? undefined;
  for (const [name, check, why] of CHECKS) {
    if (member(name) !== undefined && !check(member(name))) {
      return refusal(why());
    }
  }
  const text = (name: string): string | undefined => member(name) as string | undefined;
  const moment = (name: string): Instant | undefined => timeOf(member(name));
  const catchup = member('catchup');
  return {
    cron: text('cron'),
    every: text('every'),
    tz: text('tz'),
    anchor: moment('anchor'),
    until: moment('until'),
    count: member('count') as number | undefined,
    catchup: catchup === 'ask' || catchup === 'skip' ? catchup : 'once',
    enabled: member('enabled') !== false,
  };
}
