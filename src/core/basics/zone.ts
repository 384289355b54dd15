import { machineClock } from './machineClock.ts';
import { instant } from './time.ts';

/**
 * Names that were found to be zones: to ask the machine takes a tenth of a millisecond, and a text is tried in many
 * parts.
 */
const known = new Set<string>();

/**
 * Whether `name` is an IANA zone that this machine knows. An unknown name is an error, never a fallback (docs/time.md).
 */
export function isZone(name: string): boolean {
  if (known.has(name) || machineClock(name, instant(0))) {
    return true;
  }
  if (!/^[a-z]/i.test(name)) {
    return false;
  }
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    known.add(name);
    return true;
  } catch {
    return false;
  }
}
