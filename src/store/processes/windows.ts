import { win32 } from 'node:path';
import { MINUTE } from '../../core/basics/time.ts';
import { askerOf, type Ask } from './ask.ts';
import { remembering } from './remembering.ts';
import { NO_TABLE, type ProcessTable } from './table.ts';

/** Where PowerShell is on every Windows, from its own folder on. */
const POWERSHELL = ['System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'] as const;

/** Windows: when a process started, in UTC, to 100 ns, as PowerShell prints it (`o`). */
export const windowsProcesses = (ask: Ask): ProcessTable => ({
  birthOf(pid) {
    const script = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
    const said = ask(['-NoProfile', '-NonInteractive', '-Command', script])?.trim() ?? '';
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/.test(said) ? said : null;
  },
});

/** How long an answer is good, in ms: PowerShell takes half a second to start. */
const GOOD_FOR = 5 * MINUTE;

/** The processes of this machine. */
export async function openProcesses(): Promise<ProcessTable> {
  const ask = await askerOf(win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', ...POWERSHELL));
  return ask ? remembering(windowsProcesses(ask), GOOD_FOR) : NO_TABLE;
}
