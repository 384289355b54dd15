import { Checkpoints } from '../../src/store/checkpoint/checkpoints.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';

export const row = (id: string, status: string): string => `{"id":"${id}","status":"${status}"}`;
/** Rows of entries that are closed. */
export const CLOSED = Array.from({ length: 200 }, (_, index) => row(`01C${String(index).padStart(4, '0')}`, 'done'));
/** Those of them that were closed last, which every reader has. */
export const LATELY = Array.from({ length: 20 }, (_, index) => `01C0${180 + index}`);
/** A schedule that a checkpoint leaves most of out. */
export const TEXT = `${[...CLOSED, row('01OPEN', 'pending')].join('\n')}\n`;

export const ids = (ledger: Ledger): readonly string[] => Array.from(ledger.schedule.some(), ({ id }) => id);

/** Opens a schedule as a process does that needs no closed entries. */
export async function read(folder: string, home: string): Promise<Ledger> {
  const ledger = new Ledger(
    { scope: 'project', folder },
    new FileLog(folder, new Checkpoints(folder, home, 1)),
    '9f3a1c',
    endLinked,
  );
  await ledger.lookAtOpen();
  return ledger;
}
