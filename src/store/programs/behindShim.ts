import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Disk } from './programDisk.ts';
import { readShim, type Shim } from './shimText.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The program that is started in place of a shim, a batch file that does nothing but start another program. */
export interface Behind {
  /** The absolute real path of the program. */
  readonly path: string;
  /** The path under which it was found. */
  readonly calledAs: string;
  /** Arguments that come first, such as the script that Node runs. */
  readonly args: readonly string[];
  /** The variables that the batch file would set. */
  readonly env: Readonly<Record<string, string>>;
}

/** A program that was found and, if it is a shim, the program behind it. */
export interface Found {
  readonly path: string;
  readonly calledAs: string;
  readonly behind?: Behind;
}

/** Looks up the programs and scripts that a shim names, by the rules for every program. */
export interface ShimLookUp {
  readonly disk: Disk;
  readonly env: Environment;
  find(name: string): Promise<Found | Refusal>;
  /** Why the program at a path may not be started. Undefined where it may. */
  distrust(path: string): Promise<Refusal | undefined>;
}

/** Whether Windows starts a file with cmd.exe. */
export const isBatch = (path: string): boolean => /\.(?:cmd|bat)$/i.test(path);

/**
 * Finds the program behind a batch file on Windows. Undefined where the batch file is not a shim. Started by its
 * absolute path, that program gets every argument unchanged, and cmd.exe looks up nothing in the working folder.
 * Refused where it may not be started, or is gone.
 */
export async function behindShim(
  { path, calledAs }: Found,
  { disk, env, find, distrust }: ShimLookUp,
): Promise<Behind | Refusal | undefined> {
  const text = await disk.text(path);
  const shim = text === undefined ? undefined : readShim(text, calledAs, disk.paths);
  if (!shim) {
    return undefined;
  }
  for (const script of shim.scripts) {
    const why = await distrust(script);
    if (why) {
      return why;
    }
    if ((await disk.real(script)) === undefined) {
      return { ...refusal(l10n.t('The program that it starts is missing. Install it again.')), missing: true };
    }
  }
  let why: Refusal | undefined;
  for (const name of shim.programs) {
    const found = await find(name);
    if (!isRefusal(found)) {
      const { behind = { ...found, args: [], env: {} } } = found;
      return {
        path: behind.path,
        calledAs: behind.calledAs,
        args: [...behind.args, ...shim.args],
        env: { ...variablesOf(shim, env), ...behind.env },
      };
    }
    // A program that exists but may not be started is refused, not skipped.
    if (found.missing !== true) {
      return found;
    }
    why = found;
  }
  return why;
}

function variablesOf({ sets }: Shim, env: Environment): Readonly<Record<string, string>> {
  const set: Record<string, string> = {};
  for (const name of new Set(sets.map(([each]) => each))) {
    const before = Object.entries(env).find(([each]) => each.toUpperCase() === name.toUpperCase())?.[1] ?? '';
    const values = sets.filter(([each]) => each === name).map(([, value]) => value);
    const goesOn = (value: string): boolean => value.includes(`%${name}%`);
    const value = values.find(each => goesOn(each) === (before !== '')) ?? values[0] ?? '';
    set[name] = value.replaceAll(`%${name}%`, before);
  }
  return set;
}
