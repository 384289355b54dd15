import { machineClock } from './machineClock.ts';
import type { Instant } from './time.ts';

/** English locales in the order they are asked for a zone's usual short name: CST, CET, AEDT, NST, SAST. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-CA', 'en-ZA'] as const;

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The short name of the zone at that moment: `CET`, `CDT`, `UTC`; `GMT+5:30` where English has none.
 * Throws a RangeError for a name that `isZone` does not know.
 */
export function zoneLabel(at: Instant, zone: string): string {
  const key = `${at} ${zone}`;
  const known = labels.get(key);
  if (known !== undefined) {
    return known;
  }
  const label = machineClock(zone, at)?.labelOf(at) ?? labelAt(at, zone);
  if (labels.size >= MOST_LABELS) {
    labels.clear();
  }
  labels.set(key, label);
  return label;
}

/** Labels by moment and zone: most lines of a long list are of few moments, and asking takes a quarter of a line. */
const labels = new Map<string, string>();

const MOST_LABELS = 2000;

function labelAt(at: Instant, zone: string): string {
  let label = '';
  for (const locale of LOCALES) {
    label = shortName(at, zone, locale);
    if (!/^GMT[+-]/.test(label)) {
      return label;
    }
  }
  return label;
}

function shortName(at: Instant, zone: string, locale: string): string {
  const key = `${locale} ${zone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' });
    formatters.set(key, formatter);
  }
  return formatter.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? '';
}
