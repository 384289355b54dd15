import * as vscode from 'vscode';
import type { Split } from '../../core/when/splitTask.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readingText } from '../../verbs/readMoment.ts';
import type { AgentReport } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';

/** What is to be done, by which agent if not by the person, and when, where the text says so itself. */
export interface Message {
  readonly message: string;
  readonly agent?: string;
  /** Whether it is to go to the global schedule. */
  readonly global: boolean;
  /** The time as it was typed. */
  readonly when?: string;
}

/** What the box needs of its surroundings. */
export interface Asking {
  readonly title: string;
  /** Who the work can be given to; absent where that is settled. */
  readonly agents?: () => Promise<readonly AgentReport[]>;
  /** Finds a time in what is typed; absent where the time is fixed already. */
  readonly split?: (text: string) => Promise<Split | undefined>;
  /** Whether it goes to the global schedule unless the person says otherwise; absent where there is no other. */
  readonly global?: boolean;
}

const QUESTION = 'What do you want to do later?';

/**
 * Asks what is to be done. Where the text holds a time, both parts are shown while it is typed, and no second
 * question is needed. Buttons on the box give the work to an agent, and then the text is its prompt as well, or put it
 * into the global schedule.
 */
export async function askMessage(asking: Asking): Promise<Message | undefined> {
  const typed = await askText(asking);
  if (!typed) {
    return undefined;
  }
  const { text, agent, global } = typed;
  const by = { global, ...(agent !== undefined && { agent }) };
  const split = await asking.split?.(text);
  if (!split) {
    return { message: text, ...by };
  }
  const isTime = split.sure || (await askWhetherTime(asking.title, text, split));
  if (isTime === undefined) {
    return undefined;
  }
  return isTime ? { message: split.message, when: split.when.text, ...by } : { message: text, ...by };
}

interface Typed {
  readonly text: string;
  readonly agent: string | undefined;
  readonly global: boolean;
}

function askText({ title, agents, split, global: given }: Asking): Promise<Typed | undefined> {
  const box = vscode.window.createInputBox();
  const forAgent: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('robot'),
    tooltip: 'Assign to an agent',
  };
  const toGlobal: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('globe'),
    tooltip: 'Save to the global schedule (all windows)',
  };
  const toFolder: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('folder'),
    tooltip: 'Save to this folder',
  };
  box.title = title;
  box.placeholder = split ? 'Resume the architecture review tomorrow 9am' : 'Resume the architecture review';
  box.ignoreFocusOut = true;
  let agent: string | undefined;
  let global = given ?? false;
  let choosing = false;
  const draw = (): void => {
    const question = agent === undefined ? QUESTION : `What should ${agent} do?`;
    box.prompt = global ? `${question} It is shown in every window.` : question;
    box.buttons = [...(given === undefined ? [] : [global ? toFolder : toGlobal]), ...(agents ? [forAgent] : [])];
  };
  draw();
  return new Promise(resolve => {
    box.onDidTriggerButton(async button => {
      if (button.tooltip !== forAgent.tooltip) {
        global = !global;
        draw();
        return;
      }
      choosing = true;
      const chosen = await pickAgent(agents ?? (async () => [])).catch((error: unknown) =>
        troubleOf('The agents cannot be listed', error),
      );
      choosing = false;
      agent = typeof chosen === 'object' ? agent : chosen;
      draw();
      box.show();
      // The text that was typed is still there, and goes on without.
      box.validationMessage = typeof chosen === 'object' ? chosen : undefined;
    });
    box.onDidChangeValue(async value => {
      box.validationMessage = undefined;
      const text = value.trim();
      const said = text === '' ? undefined : await split?.(text).then(noteOf, troubleWithTimes);
      // What is said of the text meanwhile, or of a later one, stands.
      if (said && box.value === value && box.validationMessage === undefined) {
        box.validationMessage = said;
      }
    });
    box.onDidAccept(() => {
      const text = box.value.trim();
      if (text === '') {
        box.validationMessage = 'Say in a few words what you want to do.';
        return;
      }
      resolve({ text, agent, global });
      box.hide();
    });
    box.onDidHide(() => {
      if (!choosing) {
        resolve(undefined);
        box.dispose();
      }
    });
    box.show();
  });
}

/** What stands under the box when something fails that is done while a text is typed. */
const troubleOf = (what: string, error: unknown): vscode.InputBoxValidationMessage => ({
  message: cleanLine(`${what}: ${error instanceof Error ? error.message : String(error)}`, 200),
  severity: vscode.InputBoxValidationSeverity.Warning,
});

const troubleWithTimes = (error: unknown): vscode.InputBoxValidationMessage =>
  troubleOf('Times cannot be read right now', error);

const noteOf = (found: Split | undefined): vscode.InputBoxValidationMessage | undefined =>
  found && { message: partsText(found), severity: vscode.InputBoxValidationSeverity.Info };

const partsText = ({ message, when }: Split): string => `“${cleanLine(message, 80)}”: ${readingText(when)}`;

/** Whether the time in the text is one; undefined where the person left. */
async function askWhetherTime(title: string, text: string, split: Split): Promise<boolean | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      { label: plainLabel(partsText(split)), isTime: true },
      { label: plainLabel(`“${cleanLine(text, 80)}”: ask me when`), isTime: false },
    ],
    { title, placeHolder: 'Is that the time?', ignoreFocusOut: true },
  );
  return chosen?.isTime;
}

async function pickAgent(agents: () => Promise<readonly AgentReport[]>): Promise<string | undefined> {
  const items = agents().then(found =>
    found.map(({ name, path, problem }) => ({ label: name, description: path ?? problem ?? '' })),
  );
  const chosen = await vscode.window.showQuickPick(items, { title: 'Which agent?', placeHolder: 'Escape: none' });
  return chosen?.label;
}
