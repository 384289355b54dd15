import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { SECOND } from '../../core/basics/time.ts';
import { findProgram } from '../programs/findProgram.ts';

/** What a program of the system printed; undefined where it failed, or took too long. */
export type Ask = (args: readonly string[]) => string | undefined;

/** How long a program of the system may take, in ms. */
const PATIENCE = 5 * SECOND;

/** Asks a program of the system by its absolute path; undefined where it is not there. */
export async function askerOf(path: string): Promise<Ask | undefined> {
  const program = await findProgram(path, {}, []);
  if (isRefusal(program)) {
    return undefined;
  }
  return args => {
    try {
      return execFileSync(program.path, [...args], {
        cwd: dirname(program.path),
        // Times are asked for in one form, whatever this person's language and zone.
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: PATIENCE,
        windowsHide: true,
      });
    } catch {
      return undefined;
    }
  };
}
