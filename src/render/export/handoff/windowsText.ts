import { refusal, type Refusal } from '../../../core/basics/refusal.ts';
import { about, wordsOf, type Caller, type Calling, type HandoffFile } from './calling.ts';
import { labelOf } from './launchdText.ts';
import { asciiXmlText, fitsXml, xmlComment } from './xmlText.ts';

/**
 * A task for the Windows Task Scheduler, in its schema 1.2. The file is pure ASCII and declares no encoding, so it
 * reads the same from a file and from a PowerShell string. The task runs as the person who registers it. Refused where
 * a path has characters that Task Scheduler would replace or that XML cannot hold, and where there is no Node to call.
 */
export function windowsFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const { node, cli, isElectron } = caller;
  if (isElectron) {
    return refusal(
      'Task Scheduler sets no variables, and without one the editor’s own program does not act as Node. Install Node 20 or newer, and hand off again.',
    );
  }
  const words = [cli, ...wordsOf(caller, calling)];
  // Task Scheduler replaces variables between percent signs, and replaces $(Arg0) and the like by what a task is
  // started with.
  if ([node, ...words].some(text => /%|\$\(/.test(text))) {
    return refusal('A path with % or $( cannot be written into a task: Task Scheduler would put something else there.');
  }
  if ([node, ...words].some(text => !fitsXml(text) || /[\r\n\t]/.test(text))) {
    return refusal('A path with a control character cannot be written into a task.');
  }
  const name = taskNameOf(caller);
  const how = [
    `Save this as ${name}.xml. Then run: schtasks /Create /TN ${name} /XML ${name}.xml`,
    `To end it: schtasks /Delete /TN ${name}`,
    'While it runs, a window shows. To have none, choose "Run whether user is logged on or not" in Task Scheduler.',
    'Agents are found on the PATH that Windows has for you; a new one counts after you have logged in again.',
  ];
  const lines = [
    '<?xml version="1.0"?>',
    ...xmlComment(about(caller, calling, '', how).replace(/[^\n\x20-\x7e]/gu, '?')),
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo>',
    `    ${element('Description', 'Runs deferred work that is due and allowed.')}`,
    '  </RegistrationInfo>',
    '  <Triggers>',
    '    <TimeTrigger>',
    // A midnight in the past, by the machine's clock. The interval divides a day, so the times are the same every day.
    `      ${element('StartBoundary', '2026-01-01T00:00:00')}`,
    '      <Repetition>',
    `        ${element('Interval', `PT${calling.minutes}M`)}`,
    '      </Repetition>',
    '    </TimeTrigger>',
    '  </Triggers>',
    '  <Principals>',
    '    <Principal id="Author">',
    `      ${element('LogonType', 'InteractiveToken')}`,
    `      ${element('RunLevel', 'LeastPrivilege')}`,
    '    </Principal>',
    '  </Principals>',
    '  <Settings>',
    `    ${element('MultipleInstancesPolicy', 'IgnoreNew')}`,
    `    ${element('DisallowStartIfOnBatteries', 'false')}`,
    `    ${element('StopIfGoingOnBatteries', 'false')}`,
    `    ${element('StartWhenAvailable', 'true')}`,
    // PT0S is no time limit. Runs have their own.
    `    ${element('ExecutionTimeLimit', 'PT0S')}`,
    '  </Settings>',
    '  <Actions Context="Author">',
    '    <Exec>',
    `      ${element('Command', node)}`,
    `      ${element('Arguments', words.map(windowsWord).join(' '))}`,
    '    </Exec>',
    '  </Actions>',
    '</Task>',
    '',
  ];
  return [{ ending: '.xml', text: lines.join('\n') }];
}

/** The name of the task. It differs for each folder and needs no quotes. */
export const taskNameOf = ({ folder, scope }: Pick<Caller, 'folder' | 'scope'>): string =>
  labelOf({ scope, folder: `/${folder.replace(/^([a-z]):[\\/]/i, '$1/').replaceAll('\\', '/')}` });

/** Quotes a word so that a Windows program reads it unchanged (CommandLineToArgvW). */
const windowsWord = (text: string): string =>
  /^[\w.:=@+,\\/-]+$/.test(text) ? text : `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;

const element = (name: string, text: string): string => `<${name}>${asciiXmlText(text)}</${name}>`;
