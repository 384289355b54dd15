import type { Instant } from '../../src/core/basics/time.ts';
import { toWall } from '../../src/core/basics/wallClock.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** What the clock of a zone shows at a moment: `2026-04-09 09:00`, the seconds where there are any. */
export function wallText(at: Instant, zone: string): string {
  const { year, month, day, hour, minute, second } = toWall(at, zone);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;
}
