import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { plainName } from '../text/clean.ts';
import { isPlain } from '../text/escaped.ts';
import type { ProgramCall } from './hookText.ts';

/** Who starts Defer without a person. */
export type Handoff = 'cron' | 'systemd' | 'github';

/** What calls Defer for a schedule, on this machine. Paths are absolute. */
export interface Caller extends ProgramCall {
  /** Where the programs are found that are called by name. */
  readonly path: string;
  readonly home: string;
  readonly folder: string;
  readonly scope: 'project' | 'global';
  /** The folder from that of its repository on, with `/`; absent where it is in none. */
  readonly inRepository?: string;
}

/** How it is to be called. */
export interface Calling {
  /** How often, in minutes: so many that they divide an hour, or whole hours that divide a day. */
  readonly minutes: number;
  /** The remote that must grant a claim first, where several machines share the schedule. */
  readonly remote?: string | undefined;
}

/** A file that a person puts where the one who calls Defer looks for it. */
export interface HandoffFile {
  /** The ending of the file's name: `.crontab`, `.service`, `.timer`, `.yml`. */
  readonly ending: string;
  readonly text: string;
}

/** The longest command that every cron takes, in bytes. */
const LONGEST_COMMAND = 990;

/** The files for one of those who can call Defer; refused where it could not be written down there. */
export function handoffFiles(to: Handoff, caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const uneven = refuseUneven(calling.minutes);
  if (uneven) {
    return uneven;
  }
  switch (to) {
    case 'cron':
      return cronFile(caller, calling);
    case 'systemd':
      return systemdFiles(caller, calling);
    case 'github':
      return githubFile(caller, calling);
  }
}

/** How often a clock can call: cron and systemd begin anew each hour and each day, so all else would be untrue. */
const EVEN: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30],
  ...[1, 2, 3, 4, 6, 8, 12, 24].map(hours => hours * 60),
];

function refuseUneven(minutes: number): Refusal | undefined {
  if (EVEN.includes(minutes)) {
    return undefined;
  }
  const near = [EVEN.findLast(even => even < minutes), EVEN.find(even => even > minutes)];
  return refusal(
    `${minutes} minutes do not divide an hour or a day evenly. Use --minutes ${near.filter(even => even !== undefined).join(' or ')}.`,
  );
}

const wordsOf = ({ folder, scope }: Caller, { remote }: Calling): readonly string[] => [
  ...(scope === 'global' ? ['--scope', 'global'] : ['--dir', folder]),
  'run',
  '--due',
  ...(remote === undefined ? [] : ['--claim-remote', remote]),
];

const environmentOf = ({ path, home, isElectron }: Caller): readonly (readonly [name: string, value: string])[] => [
  ['PATH', path],
  ['HOME', home],
  ...(isElectron ? [['ELECTRON_RUN_AS_NODE', '1'] as const] : []),
];

const everyText = (minutes: number): string => (minutes === 1 ? 'every minute' : `every ${minutes} minutes`);

const about = (caller: Caller, { minutes }: Calling, sign: string, how: readonly string[]): string =>
  [
    `Runs what is due and allowed in ${plainName(caller.folder)}, ${everyText(minutes)}.`,
    ...how,
    'Allow entries with "defer allow <id>"; nothing else is started.',
    ...(/\/\.?vscode[^/]*\/extensions\//.test(caller.cli)
      ? ['It names one version of the extension: hand off again after an update.']
      : []),
  ]
    .map(line => `${sign} ${line}\n`)
    .join('');

/** The fields of a cron line that come so often. */
const cronFields = (minutes: number): string =>
  minutes < 60
    ? `${minutes === 1 ? '*' : `*/${minutes}`} * * * *`
    : minutes === 24 * 60
      ? '0 0 * * *'
      : `0 ${minutes === 60 ? '*' : `*/${minutes / 60}`} * * *`;

function cronFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
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
  // A bare % would end the command there, also between quotes.
  const command = parts.join(' ').replaceAll('%', '\\%');
  if (new TextEncoder().encode(command).length > LONGEST_COMMAND) {
    return refusal('The command would be too long for a crontab, mostly for its PATH. Use systemd, or a shorter PATH.');
  }
  const how = ['Add these lines with "crontab -e".'];
  const text = `${about(caller, calling, '#', how)}${cronFields(calling.minutes)} ${command}\n`;
  return [{ ending: '.crontab', text }];
}

/** A word that a shell takes as it is; a plain one stands without quotes. */
const shellWord = (text: string): string =>
  /^[\w./:=@+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function systemdFiles(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
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
    // The colon: nothing that looks like a variable is one.
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

/** A word that systemd takes as it is; what is not seen stands there as its bytes. */
const systemdWord = (text: string): string => {
  const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return `"${escapeUnseen(quoted, character => [...new TextEncoder().encode(character)].map(hex('\\x', 2)).join(''))}"`;
};

/** A text as a double-quoted scalar of YAML. */
const yamlText = (text: string): string =>
  escapeUnseen(JSON.stringify(text), character => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? hex('\\U', 8)(code) : hex('\\u', 4)(code);
  });

const escapeUnseen = (text: string, escape: (character: string) => string): string =>
  [...text].map(character => (isPlain(character) ? character : escape(character))).join('');

const hex =
  (start: string, digits: number) =>
  (code: number): string =>
    start + code.toString(16).padStart(digits, '0');

function githubFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const { inRepository: place } = caller;
  if (place === undefined || caller.scope === 'global') {
    return refusal('A workflow belongs to a repository, and this schedule is in none. Use cron or systemd.');
  }
  if (calling.minutes < 5) {
    return refusal('GitHub starts a workflow at most every five minutes. Use --minutes 5 or more.');
  }
  const remote = calling.remote ?? 'origin';
  if ([place, remote].some(text => text.includes('${{')) || !isPlain(remote)) {
    return refusal('The name of the folder or of the remote has a special meaning in a workflow. Use cron or systemd.');
  }
  const how = [
    'Put this into .github/workflows. Claims and approvals stay on the machine, so it runs on one of your own (self-hosted)',
    'that has Node 20 and "defer" on its PATH. Allow entries there, in the folder that it checks out.',
  ];
  const inFolder = place === '' ? [] : [`        working-directory: ${yamlText(place)}`];
  const lines = [
    'name: Deferred work',
    'on:',
    '  schedule:',
    `    - cron: ${JSON.stringify(cronFields(calling.minutes))}`,
    '  workflow_dispatch:',
    'permissions:',
    '  contents: write',
    'concurrency:',
    '  group: defer',
    '  cancel-in-progress: false',
    'jobs:',
    '  run:',
    '    runs-on: self-hosted',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - name: Run what is due and allowed',
    ...inFolder,
    // 75: somebody else is at it.
    `        run: defer run --due --claim-remote ${shellWord(remote)} || test $? -eq 75`,
    '      - name: Commit what was recorded',
    '        if: always()',
    ...inFolder,
    '        run: |',
    '          git add --all -- .sf',
    '          git diff --cached --quiet && exit 0',
    '          git -c user.name=defer -c user.email=defer@localhost commit --message "Record deferred work"',
    '          git pull --rebase && git push',
    '',
  ];
  return [
    {
      ending: '.yml',
      text: `${about({ ...caller, folder: place || 'this repository' }, calling, '#', how)}${lines.join('\n')}`,
    },
  ];
}
