import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import type { Instant } from '../basics/time.ts';
import { toWall, clockText } from '../basics/wallClock.ts';
import { isoDateText } from '../basics/dateText.ts';

/** A part of every day, in minutes since midnight by a person's clock; it may go over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** What limits runs that nobody watches, by a person's own settings. */
export interface Limits {
  /** How many of them may start on one day on this machine; 0: none. */
  readonly dailyRuns: number;
  /** When no automatic run starts and no message appears. */
  readonly quiet: QuietHours | undefined;
}

/** How many runs without a person a day has, where nobody says otherwise. */
const USUAL_RUNS = 20;
const MOST_RUNS = 9999;

export const USUAL_LIMITS: Limits = { dailyRuns: USUAL_RUNS, quiet: undefined };

/** What a person wrote about limits, and the names under which they did, for the words of a refusal. */
export interface GivenLimits {
  readonly dailyRuns: { readonly name: string; readonly value: unknown };
  readonly quietHours: { readonly name: string; readonly value: unknown };
}

/** Reads the limits. Refused where one of them is written and cannot be read: no one else's is taken in its place. */
export function readLimits({ dailyRuns, quietHours }: GivenLimits): Limits | Refusal {
  const quiet = readQuietHours(quietHours.value, quietHours.name);
  if (isRefusal(quiet)) {
    return quiet;
  }
  const { value, name } = dailyRuns;
  if (value === undefined || value === '') {
    return { dailyRuns: USUAL_RUNS, quiet };
  }
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0
    ? { dailyRuns: Math.min(count, MOST_RUNS), quiet }
    : refusal(l10n.t('{0} must be a whole number from 0. Nothing runs automatically until it is corrected.', name));
}

/** Reads quiet hours such as `22:00-07:00`; none where nothing is written. */
export function readQuietHours(value: unknown, name: string): QuietHours | Refusal | undefined {
  if (value === undefined || value === '') {
    return undefined;
  }
  const match = typeof value === 'string' ? /^\s*(\S+?)\s*[-–]\s*(\S+?)\s*$/.exec(value) : undefined;
  const [from, to] = [minutesOf(match?.[1]), minutesOf(match?.[2])];
  return from === undefined || to === undefined || from === to
    ? refusal(
        l10n.t(
          '{0} must be two times of day such as 22:00-07:00. Nothing runs automatically until it is corrected.',
          name,
        ),
      )
    : { from, to };
}

function minutesOf(text: string | undefined): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text ?? '') ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Whether a moment lies in quiet hours, by the clock of a zone. */
export function isQuiet({ quiet }: Pick<Limits, 'quiet'>, now: Instant, zone: string): boolean {
  if (!quiet) {
    return false;
  }
  const { hour, minute } = toWall(now, zone);
  const at = hour * 60 + minute;
  return quiet.from < quiet.to ? at >= quiet.from && at < quiet.to : at >= quiet.from || at < quiet.to;
}

/** Quiet hours as they are written: `22:00-07:00`. */
export const quietText = ({ from, to }: QuietHours): string => `${timeOfDay(from)}-${timeOfDay(to)}`;

const timeOfDay = (minutes: number): string => clockText({ hour: Math.floor(minutes / 60), minute: minutes % 60 });

/** Why no run without a person starts at a moment, so many having started that day. */
export function limitRefusal(limits: Limits, used: number, now: Instant, zone: string): Refusal | undefined {
  if (limits.dailyRuns === 0) {
    return refusal(l10n.t('The daily limit of automatic runs is 0, so none starts.'));
  }
  if (used >= limits.dailyRuns) {
    return refusal(l10n.t('The daily limit of {0} automatic runs is reached. They go on tomorrow.', limits.dailyRuns));
  }
  return limits.quiet && isQuiet(limits, now, zone)
    ? refusal(l10n.t('Nothing runs automatically in quiet hours ({0}).', quietText(limits.quiet)))
    : undefined;
}

/** The day of a moment by the clock of a zone, `2026-11-23`: days in this order are in the order of time. */
export const dayOf = (at: Instant, zone: string): string => isoDateText(toWall(at, zone));
