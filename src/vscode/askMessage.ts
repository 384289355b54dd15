import * as vscode from 'vscode';
import type { AgentReport } from '../verbs/verb.ts';

/** What is to be done, and by which agent if not by the person. */
export interface Message {
  readonly message: string;
  readonly agent?: string;
}

/** Asks what is to be done. A button on the box gives the work to an agent; then the text is its prompt as well. */
export function askMessage(title: string, agents: () => Promise<readonly AgentReport[]>): Promise<Message | undefined> {
  const box = vscode.window.createInputBox();
  const forAgent: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('robot'),
    tooltip: 'For an agent: it goes on with this text when you run the entry',
  };
  box.title = title;
  box.prompt = 'What is to be done?';
  box.placeholder = 'Resume the architecture review';
  box.buttons = [forAgent];
  box.ignoreFocusOut = true;
  let agent: string | undefined;
  let choosing = false;
  return new Promise(resolve => {
    box.onDidTriggerButton(async () => {
      choosing = true;
      agent = await pickAgent(agents);
      choosing = false;
      box.prompt = agent === undefined ? 'What is to be done?' : `What is ${agent} to go on with?`;
      box.show();
    });
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidAccept(() => {
      const message = box.value.trim();
      if (message === '') {
        box.validationMessage = 'Say in a few words what is to be done.';
        return;
      }
      resolve(agent === undefined ? { message } : { message, agent });
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

async function pickAgent(agents: () => Promise<readonly AgentReport[]>): Promise<string | undefined> {
  const items = agents().then(found =>
    found.map(({ name, path, problem }) => ({ label: name, description: path ?? problem ?? '' })),
  );
  const chosen = await vscode.window.showQuickPick(items, { title: 'Which agent?', placeHolder: 'Escape: none' });
  return chosen?.label;
}
