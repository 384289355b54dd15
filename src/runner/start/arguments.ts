import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isBatch, type Behind } from '../../store/programs/behindShim.ts';

/** The longest argument that every Linux takes, in bytes, its end included. */
const LONGEST_ARGUMENT = 128 * 1024 - 1;

/** The longest vector that Windows takes, in characters, with room for the quotes that some arguments need. */
const LONGEST_WINDOWS_VECTOR = 30_000;

/** Characters that cmd.exe, or the batch file that it reads, would interpret. Quotes do not protect all of them. */
export const BATCH_SIGNS = /[\r\n"%!&|<>^]/;

/** The parts of a program that matter for its arguments. */
interface Receiver {
  readonly path: string;
  readonly behind?: Behind | undefined;
}

/**
 * Why a vector could not reach a program as it is: a NUL, which no argument holds; more than the system takes; on
 * Windows characters that cmd.exe would interpret, for a batch file that only cmd.exe can start.
 */
export function argumentRefusal(
  program: Receiver,
  args: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Refusal | undefined {
  if (args.some(argument => argument.includes('\0'))) {
    return refusal(
      l10n.t('The command holds a NUL character, which no argument can. Correct it in the schedule file.'),
    );
  }
  const isWindows = platform === 'win32';
  const isLong = isWindows
    ? [...(program.behind?.args ?? []), ...args].join(' ').length > LONGEST_WINDOWS_VECTOR
    : args.some(argument => Buffer.byteLength(argument) > LONGEST_ARGUMENT);
  if (isLong) {
    return refusal(
      l10n.t('The prompt is too long for an argument. Put its text into a file and name it as an artifact.'),
    );
  }
  if (isOnlyForShell(program, platform) && args.some(argument => BATCH_SIGNS.test(argument))) {
    return batchRefusal();
  }
  return undefined;
}

/** Whether a program can be started only by cmd.exe. */
export const isOnlyForShell = ({ path, behind }: Receiver, platform: NodeJS.Platform = process.platform): boolean =>
  platform === 'win32' && isBatch(path) && behind === undefined;

/** Why a batch file gets no prompt as an argument. Every prompt has line breaks. */
export const batchRefusal = (): Refusal =>
  refusal(
    l10n.t(
      'The program is a batch file. Its arguments cannot contain line breaks or " % ! & | < > ^. In profiles.json, name the .exe behind it as "executable", or give the prompt on standard input ("input": "stdin").',
    ),
  );
