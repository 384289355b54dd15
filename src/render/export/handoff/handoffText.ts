import { refusal, type Refusal } from '../../../core/basics/refusal.ts';
import type { Caller, Calling, HandoffFile } from './calling.ts';
import { cronFile } from './cronText.ts';
import { githubFile } from './githubText.ts';
import { launchdFile } from './launchdText.ts';
import { systemdFiles } from './systemdText.ts';
import { windowsFile } from './windowsText.ts';

/** The schedulers that can start Defer without a person. */
export type Handoff = 'cron' | 'systemd' | 'launchd' | 'windows' | 'github';

/** The files for one scheduler. Refused where its format cannot express the call. */
export function handoffFiles(to: Handoff, caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const uneven = refuseUneven(calling.minutes);
  if (uneven) {
    return uneven;
  }
  switch (to) {
    case 'cron':
      return cronFile(caller, calling);
    case 'systemd':
      return systemdFiles(caller, calling);
    case 'launchd':
      return launchdFile(caller, calling);
    case 'windows':
      return windowsFile(caller, calling);
    case 'github':
      return githubFile(caller, calling);
  }
}

/** The intervals, in minutes: those that divide an hour, and whole hours that divide a day. */
const EVEN: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30],
  ...[1, 2, 3, 4, 6, 8, 12, 24].map(hours => hours * 60),
];

/**
 * Refuses an interval that neither divides an hour nor is of whole hours that divide a day. The calendars of cron,
 * systemd and launchd start anew each hour and each day, so any other interval would be uneven.
 */
function refuseUneven(minutes: number): Refusal | undefined {
  if (EVEN.includes(minutes)) {
    return undefined;
  }
  const near = [EVEN.findLast(even => even < minutes), EVEN.find(even => even > minutes)];
  return refusal(
    `${minutes} minutes neither divide an hour nor make whole hours that divide a day. Use --minutes ${near.filter(even => even !== undefined).join(' or ')}.`,
  );
}
