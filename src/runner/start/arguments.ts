import { refusal, type Refusal } from '../../core/basics/refusal.ts';

/** The longest argument that every Linux takes, in bytes, its end included. */
const LONGEST_ARGUMENT = 128 * 1024 - 1;

/** The longest vector that Windows takes, in characters, with room for the quotes that some arguments need. */
const LONGEST_WINDOWS_VECTOR = 30_000;

/**
 * Why a vector could not reach a program as it is: a NUL, which no argument holds; more than the system takes; on
 * Windows a line break for a batch file (as npm makes them for its tools), whose shell reads only the first line.
 */
export function argumentRefusal(
  executable: string,
  args: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Refusal | undefined {
  if (args.some(argument => argument.includes('\0'))) {
    return refusal('The command holds a NUL character, which no argument can. Correct it in the schedule file.');
  }
  const isWindows = platform === 'win32';
  const isLong = isWindows
    ? args.join(' ').length > LONGEST_WINDOWS_VECTOR
    : args.some(argument => Buffer.byteLength(argument) > LONGEST_ARGUMENT);
  if (isLong) {
    return refusal('The prompt is too long for an argument. Put its text into a file and name it as an artifact.');
  }
  if (isWindows && /\.(?:cmd|bat)$/i.test(executable) && args.some(argument => /[\r\n]/.test(argument))) {
    return refusal(
      'The program is a batch file, which would get only the first line of the prompt. Name its .exe in profiles.json.',
    );
  }
  return undefined;
}
