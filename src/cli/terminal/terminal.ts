import { fstatSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { codeOf, toFault } from '../../store/disk/fault.ts';
import { PLAIN, type TextStyle, type TerminalStyle } from '../../render/text/terminalStyle.ts';

/** The standard output, or the standard error. */
type Output = 1 | 2;

const streamOf = (output: Output): NodeJS.WriteStream => (output === 1 ? process.stdout : process.stderr);

/** Whether somebody reads along. Node's own answer costs the loading of its network, so pipes and files go first. */
export function isTerminal(output: Output): boolean {
  try {
    return fstatSync(output).isCharacterDevice() && streamOf(output).isTTY;
  } catch {
    return false;
  }
}

/**
 * Writes a line, whole before this returns. A reader that has seen enough (`defer list | head`) is no fault, and
 * neither is a terminal that was closed. For any other fault, such as a full disk, the exit code is 1, and the standard
 * error says why.
 */
export function print(output: Output, line: string): void {
  let rest = Buffer.from(`${line}\n`, 'utf8');
  try {
    // A console of Windows takes bytes for letters of its own.
    while (rest.length > 0 && process.platform !== 'win32') {
      rest = rest.subarray(writeSync(output, rest));
    }
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') {
      tellFault(output, error);
      return;
    }
    // The reader of a non-blocking pipe may be slower than we are. Node's stream waits for it.
  }
  if (rest.length > 0) {
    streamOf(output).on('error', (error: unknown) => tellFault(output, error));
    streamOf(output).write(rest);
  }
}

function tellFault(output: Output, error: unknown): void {
  if (isOver(error)) {
    return;
  }
  process.exitCode = 1;
  // Nobody can be told of a fault of the standard error.
  if (output === 1) {
    print(2, `defer: ${toFault(error, 'write the answer').message}`);
  }
}

const isOver = (error: unknown): boolean => codeOf(error) === 'EPIPE' || codeOf(error) === 'EIO';

type Environment = Readonly<Record<string, string | undefined>>;

const INKS: Readonly<Record<TextStyle, 'bold' | 'red' | 'dim'>> = { heading: 'bold', late: 'red', quiet: 'dim' };

/**
 * The paper that an output is: colours and the width of the window for people, neither for pipes. `FORCE_COLOR` decides
 * on colours before `NO_COLOR`, and both before what the output is.
 */
export function terminalStyleOf(output: Output, env: Environment): TerminalStyle {
  const read = isTerminal(output);
  const columns = read ? streamOf(output).columns : 0;
  return {
    ...(columns > 0 && { width: columns }),
    // The oldest Node that Defer runs on has no styleText.
    paint: hasColours(read, env) && typeof styleText === 'function' ? paint : PLAIN.paint,
  };
}

/** Whether what is written there has colours; `read`: whether it is a terminal. */
export function hasColours(read: boolean, env: Environment): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    return forced !== '0' && forced !== 'false';
  }
  return read && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** Newer versions of Node ask the standard output about colours themselves unless told not to. */
const paint: TerminalStyle['paint'] = (ink, text) =>
  text === '' ? '' : (styleText as (...given: unknown[]) => string)(INKS[ink], text, { validateStream: false });
