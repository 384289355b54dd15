import { refusal, type Refusal } from '../refusal.ts';
import { isZone } from '../zone.ts';
import { EXAMPLES } from './context.ts';

const ZONES = new Set(
  (
    'utc gmt z est edt et cst cdt ct mst mdt mt pst pdt pt akst akdt hst ast adt nst ndt bst ist wet west cet cest eet ' +
    'eest msk sast jst kst sgt hkt pht wib aest aedt acst acdt awst nzst nzdt brt art'
  ).split(' '),
);

interface Reason {
  readonly pattern: RegExp;
  readonly why: string;
}

const REASONS: readonly Reason[] = [
  {
    pattern: /^-|\b(?:ago|yesterday|last|previous|past|earlier|before)\b/,
    why: 'The time must lie ahead. Type 30m or tomorrow 9am; for a time that has passed, its full date, such as 2026-04-07T09:00.',
  },
  {
    pattern: /\b(?:weekend|next (?:week|month|year|quarter))\b/,
    why: 'That is more than one day. Name one: next monday, 1w, 1 dec or 2026-12-01.',
  },
  {
    pattern: /\b(?:soon|later|asap|someday|sometime|eventually|whenever|few|couple|several|some|while|bit)\b/,
    why: 'That is no certain time. Type 30m, 2h, tonight, tomorrow or friday 9am.',
  },
  {
    pattern: /(?:^|[ (])\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?(?=$|[ )])/,
    why: 'It is unclear which number is the day and which the month. Type 2026-11-12 or 12 nov 2026.',
  },
  {
    pattern: /\b(?:to|until|till|between)\b|\d ?[-–—] ?\d/,
    why: 'That is a stretch of time. Type the one moment to start at, such as 3pm.',
  },
];

/** Says no to a zone at the end of a text, in lower case. `undefined` where there is none. */
export function refuseZone(text: string): Refusal | undefined {
  const words = text.split(' ');
  const last = words.at(-1) ?? '';
  const isName = ZONES.has(last) || /^(?:utc|gmt)[+-]/.test(last) || (last.includes('/') && isZone(last));
  return isName || /\d(?:z|utc|gmt|[ecmp][sd]?t)$/.test(last)
    ? refusal(
        'A zone cannot be added to the time. Set the zone in the settings or with --tz, or give an offset: 15:00+02:00, 2026-12-01T15:00+02:00.',
      )
    : undefined;
}

/** Says why a text about time, in lower case, was not understood, and what to type instead. */
export function refuseText(text: string): Refusal {
  const zone = refuseZone(text);
  if (zone) {
    return zone;
  }
  const count = /^(?:in |at |\+ ?)?(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  if (count !== undefined) {
    const clock = /^(?:[1-9]|1[0-2])$/.test(count) ? `, ${count}am, ${count}pm` : '';
    return refusal(`${count} what? Type ${count}m, ${count}h${clock} or a clock time such as 15:30.`);
  }
  const reason = REASONS.find(({ pattern }) => pattern.test(text));
  return refusal(
    reason?.why ?? `"${text.replace(/\p{C}/gu, '')}" is not a time that Defer understands whole. ${EXAMPLES}`,
  );
}
