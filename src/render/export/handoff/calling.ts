import { plainName } from '../../text/clean.ts';
import { isPlain } from '../../text/escaped.ts';
import type { ProgramCall } from '../hookText.ts';

/** The command that a scheduler calls on this machine, and the schedule that it is for. Paths are absolute. */
export interface Caller extends ProgramCall {
  /** The PATH on which programs that are called by name are found. */
  readonly path: string;
  readonly home: string;
  readonly folder: string;
  readonly scope: 'project' | 'global';
  /** The folder's path relative to its repository, with `/`. Absent where it is in no repository. */
  readonly inRepository?: string;
}

/** How the scheduler calls Defer. */
export interface Calling {
  /** The interval in minutes. It must divide an hour, or be a number of whole hours that divides a day. */
  readonly minutes: number;
  /** The remote that must grant a claim first, where several machines share the schedule. */
  readonly remote?: string | undefined;
}

/** A file that a person puts where the scheduler looks for it. */
export interface HandoffFile {
  /** The extension of the file's name: `.crontab`, `.service`, `.timer`, `.plist`, `.xml`, `.yml`. */
  readonly ending: string;
  readonly text: string;
}

/** The arguments with which the command line runs what is due. */
export const wordsOf = ({ folder, scope }: Caller, { remote }: Calling): readonly string[] => [
  ...(scope === 'global' ? ['--scope', 'global'] : ['--dir', folder]),
  'run',
  '--due',
  ...(remote === undefined ? [] : ['--claim-remote', remote]),
];

/** The environment variables that the program needs. */
export const environmentOf = ({
  path,
  home,
  isElectron,
}: Caller): readonly (readonly [name: string, value: string])[] => [
  ['PATH', path],
  ['HOME', home],
  ...(isElectron ? [['ELECTRON_RUN_AS_NODE', '1'] as const] : []),
];

const everyText = (minutes: number): string => (minutes === 1 ? 'every minute' : `every ${minutes} minutes`);

/** A header that says what the file is for, in lines that begin with `sign`. */
export const about = (caller: Caller, { minutes }: Calling, sign: string, how: readonly string[]): string =>
  [
    `Runs what is due and allowed in ${plainName(caller.folder)}, ${everyText(minutes)}.`,
    ...how,
    'Allow entries with "defer allow <id>"; nothing else is started.',
    ...(/[\\/]\.?vscode[^\\/]*[\\/]extensions[\\/]/.test(caller.cli)
      ? ['It names one version of the extension: hand off again after an update.']
      : []),
  ]
    .map(line => `${sign} ${line}\n`)
    .join('');

/** Replaces invisible characters in a text by what `escape` returns for them. */
export const escapeUnseen = (text: string, escape: (character: string) => string): string =>
  [...text].map(character => (isPlain(character) ? character : escape(character))).join('');

/** Writes a code as hex digits after `start`. */
export const hex =
  (start: string, digits: number) =>
  (code: number): string =>
    start + code.toString(16).padStart(digits, '0');
