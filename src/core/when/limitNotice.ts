/** The moment that an agent's limit notice names, to be read on its own, and the zone it is named in. */
export interface LimitNotice {
  readonly moment: string;
  readonly zone?: string;
}

const NOTICE = /^(.*?)\b(?:resets?|try again|available again)(?: (?:at|on|in))? (.+)$/i;
const ZONED = /^(.+?) ?\(([a-z][\w+/-]*)\)$/i;

/**
 * Takes the time out of what an agent says when its limit is reached: `resets 11:30am (Asia/Colombo)`,
 * `You've hit your usage limit. Try again in 1h 47m.` (docs/time.md). What stands before must speak of a limit. A time
 * with a zone in brackets counts too. `undefined` for any other text.
 */
export function readLimitNotice(text: string): LimitNotice | undefined {
  const notice = NOTICE.exec(text);
  if (notice && notice[1] !== '' && !/\blimit\b/i.test(notice[1] ?? '')) {
    return undefined;
  }
  const named = (notice?.[2] ?? text).replace(/\.$/, '');
  const [, moment, zone] = ZONED.exec(named) ?? [];
  if (moment !== undefined && zone !== undefined) {
    return { moment, zone };
  }
  return notice ? { moment: named } : undefined;
}
