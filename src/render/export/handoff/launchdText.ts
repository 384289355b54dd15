import { refusal, type Refusal } from '../../../core/basics/refusal.ts';
import { about, environmentOf, hex, wordsOf, type Caller, type Calling, type HandoffFile } from './calling.ts';
import { fitsXml, xmlComment, xmlText } from './xmlText.ts';

/**
 * A macOS launch agent, as a property list (launchd.plist(5)). It uses a calendar, not an interval, because launchd
 * makes up once for calendar times that the machine slept through. Refused where a path has a character that XML cannot
 * hold.
 */
export function launchdFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const words = [caller.node, caller.cli, ...wordsOf(caller, calling)];
  const environment = environmentOf(caller);
  if ([...words, ...environment.map(([, value]) => value)].some(text => !fitsXml(text))) {
    return refusal('A path with a control character cannot be written into a property list.');
  }
  const label = labelOf(caller);
  const how = [
    `Put this into ~/Library/LaunchAgents as ${label}.plist. Then run:`,
    `launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/${label}.plist`,
    `To end it: launchctl bootout gui/$(id -u)/${label}`,
  ];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    ...xmlComment(about(caller, calling, '', how)),
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key>',
    `  ${stringOf(label)}`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...words.map(word => `    ${stringOf(word)}`),
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...environment.flatMap(([name, value]) => [`    <key>${name}</key>`, `    ${stringOf(value)}`]),
    '  </dict>',
    '  <key>StartCalendarInterval</key>',
    '  <array>',
    ...timesOf(calling.minutes).map(time => `    ${dictOf(time)}`),
    '  </array>',
    '</dict>',
    '</plist>',
    '',
  ];
  return [{ ending: '.plist', text: lines.join('\n') }];
}

/**
 * The label of the launch agent. It differs for each folder and needs no quotes in a shell. Other characters of the
 * path are written as their bytes, in hex digits after a hyphen.
 */
export const labelOf = ({ folder, scope }: Pick<Caller, 'folder' | 'scope'>): string =>
  scope === 'global'
    ? 'defer-global'
    : `defer${folder.replace(/[^\w/]/gu, character => bytesOf(character)).replaceAll('/', '.')}`;

const bytesOf = (character: string): string => [...new TextEncoder().encode(character)].map(hex('-', 2)).join('');

type Time = Readonly<Partial<Record<'Hour' | 'Minute', number>>>;

/** The times of a day that are so many minutes apart. An absent field means any hour or minute. */
function timesOf(minutes: number): readonly Time[] {
  if (minutes === 1) {
    return [{}];
  }
  const steps = (until: number, step: number): readonly number[] =>
    Array.from({ length: until / step }, (_, index) => index * step);
  return minutes <= 60
    ? steps(60, minutes).map(Minute => ({ Minute }))
    : steps(24, minutes / 60).map(Hour => ({ Hour, Minute: 0 }));
}

const stringOf = (text: string): string => `<string>${xmlText(text)}</string>`;

const dictOf = (time: Time): string =>
  `<dict>${Object.entries(time)
    .map(([name, value]) => `<key>${name}</key><integer>${value}</integer>`)
    .join('')}</dict>`;
