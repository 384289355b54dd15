import { BACKOFF, type Backoff } from '../../core/entry/backoff.ts';
import { DAY, SECOND, type Duration } from '../../core/basics/time.ts';

/** What the settings of a surface say of retries: seconds, as the person wrote them. */
export interface RetrySettings {
  readonly base?: unknown;
  readonly cap?: unknown;
}

/** No retry waits longer than that, whatever was written. */
const LONGEST = 7 * DAY;

/**
 * How failed runs wait on this machine: DEFER_RETRY_DELAY_SECONDS, which agent-defer knows and which does not grow,
 * else DEFER_RETRY_BASE and DEFER_RETRY_CAP, else the settings, else a minute and an hour. All in seconds; what is no
 * such number counts as absent.
 */
export function backoffOf(env: Readonly<Record<string, string | undefined>>, settings: RetrySettings = {}): Backoff {
  const flat = seconds(env['DEFER_RETRY_DELAY_SECONDS']);
  if (flat !== undefined) {
    return { base: flat, cap: flat };
  }
  const base = seconds(env['DEFER_RETRY_BASE']) ?? seconds(settings.base) ?? BACKOFF.base;
  const cap = seconds(env['DEFER_RETRY_CAP']) ?? seconds(settings.cap) ?? BACKOFF.cap;
  return { base, cap: Math.max(base, cap) };
}

function seconds(value: unknown): Duration | undefined {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0
    ? Math.min(LONGEST, Math.round(count * SECOND))
    : undefined;
}
