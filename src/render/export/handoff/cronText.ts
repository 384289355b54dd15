import { refusal, type Refusal } from '../../../core/basics/refusal.ts';
import { isPlain } from '../../text/escaped.ts';
import { about, environmentOf, wordsOf, type Caller, type Calling, type HandoffFile } from './calling.ts';

/** The longest command that every cron takes, in bytes. */
const LONGEST_COMMAND = 990;

/** The five time fields of a cron line that runs every so many minutes. */
export const cronFields = (minutes: number): string =>
  minutes < 60
    ? `${minutes === 1 ? '*' : `*/${minutes}`} * * * *`
    : minutes === 24 * 60
      ? '0 0 * * *'
      : `0 ${minutes === 60 ? '*' : `*/${minutes / 60}`} * * *`;

/** A line for a crontab. Refused where a crontab cannot hold it. */
export function cronFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const parts = [
    ...environmentOf(caller).map(([name, value]) => `${name}=${shellWord(value)}`),
    ...[caller.node, caller.cli, ...wordsOf(caller, calling)].map(shellWord),
  ];
  const { node, cli, folder } = caller;
  const texts = [...environmentOf(caller).map(([, value]) => value), node, cli, folder, calling.remote ?? ''];
  if (texts.some(text => text.includes('\\') || !isPlain(text))) {
    return refusal(
      'A path with a line break, an invisible character or a backslash cannot be written into a crontab. Use systemd.',
    );
  }
  // In a crontab a bare % ends the command, even between quotes.
  const command = parts.join(' ').replaceAll('%', '\\%');
  if (new TextEncoder().encode(command).length > LONGEST_COMMAND) {
    return refusal('The command would be too long for a crontab, mostly for its PATH. Use systemd, or a shorter PATH.');
  }
  const how = ['Add these lines with "crontab -e".'];
  const text = `${about(caller, calling, '#', how)}${cronFields(calling.minutes)} ${command}\n`;
  return [{ ending: '.crontab', text }];
}

/** Quotes a word for a POSIX shell where it needs quotes. */
export const shellWord = (text: string): string =>
  /^[\w./:=@+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
