import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toIso } from '../../core/basics/time.ts';
import { describeMoments } from '../../core/basics/describeMoment.ts';
import { isZone } from '../../core/basics/zone.ts';
import { readMoment, readRule } from '../readMoment.ts';
import { defineVerb, refuse } from '../verb.ts';

const USUAL = 10;
const MOST = 10_000;

export const next = defineVerb({
  name: 'next',
  title: 'Next Times…',
  help: 'Show the next times of a rule, such as "0 9 * * 1-5" or "every weekday at 9".',
  examples: ['defer next "0 9 * * 1-5" --count 3', 'defer next "every weekday at 9" --tz Europe/Paris'],
  effect: 'reads',
  input: {
    rule: { kind: 'text', argument: true, help: 'The rule, in words or as a cron line' },
    tz: { kind: 'text', optional: true, help: 'The time zone of the rule, such as Europe/Paris' },
    from: {
      kind: 'when',
      optional: true,
      help: 'Show times after this moment, such as 2026-01-01T00:00:00Z',
    },
    count: { kind: 'count', optional: true, help: `How many times to show; default ${USUAL}` },
  },
  async run(host, { rule, tz, from, count = USUAL }) {
    const zone = tz ?? host.zone;
    if (!isZone(zone)) {
      return refuse(l10n.t('There is no time zone "{0}". Use an IANA name, such as Europe/Paris or UTC.', zone));
    }
    if (count < 1 || count > MOST) {
      return refuse(l10n.t('--count takes a whole number from 1 to {0}.', MOST));
    }
    const start = from === undefined ? undefined : await readMoment(host, from, { zone });
    if (isRefusal(start)) {
      return refuse(`--from: ${start.why}`);
    }
    const now = start?.at ?? host.clock.now();
    const read = await readRule(host, rule, 'any', { now, zone });
    if (isRefusal(read)) {
      return refuse(read.why);
    }
    const times = read.repeat.upcoming(now, count);
    return {
      ok: true,
      get say() {
        const lines = times.map(at => `  ${describeMoments([at], now, zone)}`);
        return [[read.repeat.said, ...read.notes].join('; '), ...lines].join('\n');
      },
      value: times.map(toIso),
    };
  },
});
