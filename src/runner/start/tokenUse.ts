import { readFileSync, statSync } from 'node:fs';
import { DAY, instant, SECOND, type Instant } from '../../core/basics/time.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { knownMachine, ownMachine } from '../../store/processes/machineId.ts';
import { lifeOf, markOf, type Life, type ProcessMark } from '../../store/processes/processMark.ts';
import { parseJson, replaceOwn, startedPath, writeNew } from '../home/homeFiles.ts';
import { isRecord } from '../../core/rows/fieldValues.ts';

/** The process that used a token, and on which machine: a home may be shared by several. */
export interface UsedBy extends ProcessMark {
  readonly since: Instant;
  readonly machine?: string;
}

/** What became of a token: the process that used it, or `void` where it was made useless. */
export type TokenUse = UsedBy | 'void';

/** Uses a token for the run of this process; false where it was used or made void before. */
export async function useToken(home: string, token: string): Promise<boolean> {
  const machine = ownMachine(home);
  const use = { ...(await markOf(process.pid)), ...(machine !== undefined && { machine }) };
  return writeNew(startedPath(home, token), JSON.stringify(use));
}

/** Makes a token useless for ever; false where it was used before. */
export async function voidToken(home: string, token: string): Promise<boolean> {
  return (await writeNew(startedPath(home, token), VOID)) || readUse(home, token) === 'void';
}

/** Takes back the use of a token by this process, which in the end started nothing; it stays useless. */
export const takeBack = (home: string, token: string): Promise<void> => replaceOwn(startedPath(home, token), VOID);

const VOID = JSON.stringify({ void: true });

/** Says of a token that was used that its run is over, on the word of a person who knows. */
export const giveUpToken = (home: string, token: string): Promise<void> =>
  replaceOwn(startedPath(home, token), JSON.stringify({ pid: 0, born: null }));

/** How long a use that is not whole counts as being written, in ms: its file is there a moment before its text is. */
const BEING_WRITTEN = 10 * SECOND;

/**
 * What became of a token; undefined where it was not used yet, or its use is being written. A use that cannot be read
 * counts as that of a process that is gone.
 */
export function readUse(home: string, token: string): TokenUse | undefined {
  const path = startedPath(home, token);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : NOBODY;
  }
  const value = parseJson(text);
  const since = instant(Math.floor(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (!isRecord(value)) {
    return Math.abs(Date.now() - since) < BEING_WRITTEN ? undefined : NOBODY;
  }
  const { pid, born, machine, void: isVoid } = value;
  if (isVoid === true) {
    return 'void';
  }
  return {
    pid: typeof pid === 'number' ? pid : 0,
    born: typeof born === 'string' ? born : null,
    since,
    ...(typeof machine === 'string' && { machine }),
  };
}

const NOBODY: UsedBy = { pid: 0, born: null, since: instant(0) };

/**
 * How the run of a token stands that was used. Of another machine's process nothing can be known here, and of one whose
 * start was not kept little: either counts as going on for a day. `processesReady` comes first.
 */
export function lifeOfUse(use: UsedBy, home: string, now: Instant): Life {
  const isRecent = Math.abs(now - use.since) < DAY;
  if (use.machine !== undefined && use.machine !== knownMachine(home)) {
    return isRecent ? 'running' : 'ended';
  }
  const life = lifeOf(use);
  return life === 'presumed' && !isRecent ? 'ended' : life;
}
