import {
  about,
  environmentOf,
  escapeUnseen,
  hex,
  wordsOf,
  type Caller,
  type Calling,
  type HandoffFile,
} from './calling.ts';

/** A systemd service and its timer. */
export function systemdFiles(caller: Caller, calling: Calling): readonly HandoffFile[] {
  const { minutes } = calling;
  const command = [caller.node, caller.cli, ...wordsOf(caller, calling)].map(systemdWord).join(' ');
  const calendar =
    minutes < 60 ? `*:0/${minutes}` : minutes === 24 * 60 ? '*-*-* 00:00:00' : `*-*-* 0/${minutes / 60}:00:00`;
  const how = [
    'Put both files into ~/.config/systemd/user, under one name. Then run:',
    'systemctl --user daemon-reload && systemctl --user enable --now <name>.timer',
  ];
  const service = [
    '[Unit]',
    'Description=Run deferred work that is due and allowed',
    '',
    '[Service]',
    'Type=oneshot',
    ...environmentOf(caller).map(([name, value]) => `Environment=${systemdWord(`${name}=${value}`)}`),
    // The colon keeps systemd from replacing what looks like a variable.
    `ExecStart=:${command}`,
    '# 75: another runner is at work, which is no failure.',
    'SuccessExitStatus=75',
    '',
  ];
  const timer = [
    '[Unit]',
    'Description=Run deferred work that is due and allowed',
    '',
    '[Timer]',
    `OnCalendar=${calendar}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ];
  return [
    { ending: '.service', text: `${about(caller, calling, '#', how)}${service.join('\n')}` },
    { ending: '.timer', text: timer.join('\n') },
  ];
}

/** Quotes a word for systemd. Invisible characters are written as their bytes. */
const systemdWord = (text: string): string => {
  const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escapeUnseen(quoted, character => [...new TextEncoder().encode(character)].map(hex('\\x', 2)).join(''))}"`;
};
