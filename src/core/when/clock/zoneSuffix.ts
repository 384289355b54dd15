import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { isZone } from '../../basics/zone.ts';

const ZONES = new Set(
  (
    'utc gmt z est edt et cst cdt ct mst mdt mt pst pdt pt akst akdt hst ast adt nst ndt bst ist wet west cet cest eet ' +
    'eest msk sast jst kst sgt hkt pht wib aest aedt acst acdt awst nzst nzdt brt art'
  ).split(' '),
);

export const zoneRefusal = (): Refusal =>
  refusal(
    l10n.t(
      'A zone cannot be added to the time. Set the zone in the settings or with --tz, or give an offset: 15:00+02:00, 2026-12-01T15:00+02:00.',
    ),
  );

/**
 * Whether a word in lower case names a zone, or has one behind its digits: `est`, `utc+2`, `europe/paris`, `15:00cet`.
 */
export const namesZone = (word: string): boolean => withoutZone(`x ${word}`) !== undefined;

/** A text in lower case without the zone at its end; `undefined` where there is none. */
export function withoutZone(text: string): string | undefined {
  const [, rest, last = ''] = /^(.*?) ?(\S+)$/.exec(text) ?? [];
  if (ZONES.has(last) || /^(?:utc|gmt)[+-]/.test(last) || (last.includes('/') && isZone(last))) {
    return rest;
  }
  return /\d(?:z|utc|gmt|[ecmp][sd]?t)$/.test(last) ? text.replace(/(?:z|utc|gmt|[ecmp][sd]?t)$/, '') : undefined;
}
