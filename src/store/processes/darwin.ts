import { twoDigits } from '../../core/basics/calendarDate.ts';
import { MONTH_NAMES, shortName } from '../../core/basics/dateText.ts';
import { fromIso, SECOND, toIso } from '../../core/basics/time.ts';
import { askerOf, type Ask } from './ask.ts';
import { remembering } from './remembering.ts';
import { ENDED, NO_TABLE, type ProcessTable } from './table.ts';

/** What `ps` prints: the state, and the start in UTC, such as `Ss   Sat Nov 28 09:04:11 2026`. */
const LINE = /^\s*(\S+)\s+\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})\s*$/;

/** macOS, and every other system with the `ps` of POSIX: when a process started, to the second, as ISO text in UTC. */
export const darwinProcesses = (ask: Ask): ProcessTable => ({
  birthOf(pid) {
    // Each column has its own flag, because a POSIX ps takes everything after an equals sign for a heading.
    const line = LINE.exec(ask(['-o', 'state=', '-o', 'lstart=', '-p', String(pid)]) ?? '');
    const [, state, month = '', day = '', clock, year] = line ?? [];
    const number = twoDigits(MONTH_NAMES.findIndex(name => shortName(name) === month) + 1);
    const started = fromIso(`${year}-${number}-${day.padStart(2, '0')}T${clock}Z`);
    if (state === undefined || started === undefined) {
      return null;
    }
    return state.startsWith('Z') ? ENDED : toIso(started.at);
  },
});

/** How long an answer is good, in ms: `ps` takes some milliseconds, and one look may ask about many runs. */
const GOOD_FOR = 5 * SECOND;

/** The processes of this machine. */
export async function openProcesses(): Promise<ProcessTable> {
  const ask = await askerOf('/bin/ps');
  return ask ? remembering(darwinProcesses(ask), GOOD_FOR) : NO_TABLE;
}
