import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Split } from '../../core/when/splitTask.ts';
import type { Trouble } from '../../core/when/taskTrouble.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { readingText } from '../../verbs/readMoment.ts';
import type { AgentReport } from '../../verbs/host.ts';
import { plainLabel, unlinked } from '../say/notices.ts';
import { pickAgent } from './pickAgent.ts';

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
  /** What stands in it to begin with. */
  readonly text?: string;
  /** Finds a time in what is typed; absent where the time is fixed already. */
  readonly split?: (text: string) => Promise<Split | undefined>;
  /** Says what is wrong with the time in a text in which `split` found none. */
  readonly trouble?: (text: string) => Promise<Trouble | undefined>;
  /** Whether it goes to the global schedule unless the person says otherwise; absent where there is no other. */
  readonly global?: boolean;
}

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

function askText({
  title,
  text: begin = '',
  agents,
  split,
  trouble,
  global: given,
}: Asking): Promise<Typed | undefined> {
  const box = vscode.window.createInputBox();
  box.value = begin;
  box.placeholder = split
    ? l10n.t('Resume the architecture review tomorrow 9am')
    : l10n.t('Resume the architecture review');
  box.ignoreFocusOut = true;
  let agent: string | undefined;
  let global = given ?? false;
  /** Whether the agents are looked up or shown. */
  let isAsking = false;
  /** Whether the list of agents has taken the place of the box, which the editor hides then. */
  let choosing = false;
  /** Whether the box was sent or left. */
  let isOver = false;
  /** The text that the person was told has a wrong time. */
  let told: string | undefined;
  const buttons = buttonsOf();
  const draw = (): void => {
    box.title = agent === undefined ? title : `${title} · ${agent}`;
    box.prompt = unlinked(questionOf(agent, global));
    box.buttons = [
      ...(given === undefined ? [] : [global ? buttons.toFolder : buttons.toGlobal]),
      ...(agents ? [agent === undefined ? buttons.forAgent : buttons.chosen(agent)] : []),
    ];
  };
  const readingOf = async (text: string): Promise<vscode.InputBoxValidationMessage | undefined> => {
    const found = await split?.(text);
    const wrong = found ? undefined : await trouble?.(text);
    return found
      ? { message: unlinked(partsText(found, agent)), severity: vscode.InputBoxValidationSeverity.Info }
      : wrong && { message: troubleText(wrong), severity: vscode.InputBoxValidationSeverity.Warning };
  };
  const read = async (value: string): Promise<void> => {
    box.validationMessage = undefined;
    const text = value.trim();
    const said = text === '' ? undefined : await readingOf(text).catch(troubleWithTimes);
    // Meanwhile the text may have changed, or something else been said of it: that stays.
    if (said && box.value === value && box.validationMessage === undefined) {
      box.validationMessage = said;
    }
  };
  const chooseAgent = async (): Promise<void> => {
    box.busy = true;
    const found = await agents?.().catch((error: unknown) => troubleOf(l10n.t('The agents cannot be listed'), error));
    box.busy = false;
    // Meanwhile the box can be sent or left, and then nothing comes after it.
    if (!found || isOver) {
      return;
    }
    if ('message' in found) {
      box.validationMessage = found;
      return;
    }
    choosing = true;
    const chosen = await pickAgent(found, agent);
    choosing = false;
    agent = chosen ? chosen.agent : agent;
    draw();
    // The editor selects the text of a box that comes back, and the next key would replace it.
    box.valueSelection = [box.value.length, box.value.length];
    box.show();
    await read(box.value);
  };
  draw();
  return new Promise(resolve => {
    box.onDidTriggerButton(async button => {
      if (button === buttons.toFolder || button === buttons.toGlobal) {
        global = !global;
        draw();
        return;
      }
      if (!isAsking && !isOver) {
        isAsking = true;
        await chooseAgent().finally(() => (isAsking = false));
      }
    });
    box.onDidChangeValue(read);
    box.onDidAccept(async () => {
      const text = box.value.trim();
      if (text === '') {
        box.validationMessage = l10n.t('Say in a few words what you want to do.');
        return;
      }
      isOver = true;
      // The person has to read why a time is wrong before it is kept as words of the task. Where times cannot be read
      // at all, the next step says so.
      const wrong = await findTrouble(text, { split, trouble }).catch(() => undefined);
      if (wrong && told !== text) {
        isOver = false;
        told = text;
        box.validationMessage = l10n.t('{0} Press Enter again to keep these words as they are.', troubleText(wrong));
        return;
      }
      resolve({ text, agent, global });
      box.hide();
    });
    box.onDidHide(() => {
      if (!choosing) {
        isOver = true;
        resolve(undefined);
        box.dispose();
      }
    });
    box.show();
    if (begin !== '') {
      void read(begin);
    }
  });
}

/** The buttons of the box; the one for agents is filled where one is chosen. */
const buttonsOf = (): {
  readonly toGlobal: vscode.QuickInputButton;
  readonly toFolder: vscode.QuickInputButton;
  readonly forAgent: vscode.QuickInputButton;
  readonly chosen: (agent: string) => vscode.QuickInputButton;
} => ({
  toGlobal: {
    iconPath: new vscode.ThemeIcon('globe'),
    tooltip: l10n.t('Save to the global schedule (all windows)'),
  },
  toFolder: { iconPath: new vscode.ThemeIcon('folder'), tooltip: l10n.t('Save to this folder') },
  forAgent: { iconPath: new vscode.ThemeIcon('robot'), tooltip: l10n.t('Assign to an agent') },
  chosen: agent => ({
    iconPath: new vscode.ThemeIcon('pass-filled'),
    tooltip: l10n.t('Assigned to {0}. Choose another agent, or none', agent),
  }),
});

function questionOf(agent: string | undefined, global: boolean): string {
  const question = agent === undefined ? l10n.t('What do you want to do later?') : l10n.t('What should {0} do?', agent);
  return global ? `${question} ${l10n.t('It is shown in every window.')}` : question;
}

async function findTrouble(
  text: string,
  { split, trouble }: { readonly split: Asking['split'] | undefined; readonly trouble: Asking['trouble'] | undefined },
): Promise<Trouble | undefined> {
  return (await split?.(text)) ? undefined : trouble?.(text);
}

const troubleText = (trouble: Trouble): string =>
  trouble.kind === 'only a time'
    ? l10n.t('That is only the time. Type what you want to do, too.')
    : unlinked(cleanLine(trouble.why, 300));

/**
 * What stands under the box, where the editor would make links of it, when something fails that is done while a text is
 * typed.
 */
const troubleOf = (what: string, error: unknown): vscode.InputBoxValidationMessage => ({
  message: unlinked(cleanLine(`${what}: ${error instanceof Error ? error.message : String(error)}`, 200)),
  severity: vscode.InputBoxValidationSeverity.Warning,
});

const troubleWithTimes = (error: unknown): vscode.InputBoxValidationMessage =>
  troubleOf(l10n.t('Times cannot be read right now'), error);

/** Both parts of a text: `“Review the PR”: Mon 30 Nov, 09:00 UTC (in 22 h) · claude`. */
function partsText({ message, when }: Split, agent: string | undefined): string {
  const parts = l10n.t('“{0}”: {1}', isolate(cleanLine(message, 80)), readingText(when));
  return agent === undefined ? parts : `${parts} · ${agent}`;
}

/** Asks whether the time that was found in the text is meant as one; undefined where the person left. */
async function askWhetherTime(title: string, text: string, split: Split): Promise<boolean | undefined> {
  const asIs = l10n.t('“{0}”: ask me when', isolate(cleanLine(text, 80)));
  const chosen = await vscode.window.showQuickPick(
    [
      { label: plainLabel(partsText(split, undefined)), isTime: true },
      { label: plainLabel(asIs), isTime: false },
    ],
    { title, placeHolder: l10n.t('Is that the time?'), ignoreFocusOut: true },
  );
  return chosen?.isTime;
}
