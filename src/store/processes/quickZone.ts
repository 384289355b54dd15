import { keepMachineClock } from '../../core/basics/machineClock.ts';
import { toDate, type Instant } from '../../core/basics/time.ts';
import { usualZone } from '../../core/basics/usualZones.ts';
import { machineWall } from './machineWall.ts';
import { machineZone, nameOfFile } from './machineZone.ts';

/**
 * The zone of this machine, as `machineZone` gives it. A usual zone is found without `Intl`, by its name in `TZ` or by
 * the file that the system links to, as ICU does it; from then on the clock of this machine tells its time. Only for a
 * process that ends soon: the system may move to another zone while the engine stays in its own.
 */
export function quickMachineZone(): string | undefined {
  const zone = nameOnSystem();
  const usual = zone === undefined ? undefined : usualZone(zone);
  if (zone === undefined || !usual) {
    return machineZone();
  }
  const labelOf = (at: Instant): string | undefined => usual.labelOf(at, -toDate(at).getTimezoneOffset());
  keepMachineClock({ zone, wallOf: machineWall, labelOf });
  return zone;
}

const UTC: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC']);

/** What the system calls the zone; undefined where it does not tell plainly. */
function nameOnSystem(): string | undefined {
  const name = process.env['TZ'] ?? (process.platform === 'linux' ? nameOfFile('/etc/localtime') : undefined);
  return name !== undefined && UTC.has(name) ? 'UTC' : name;
}
