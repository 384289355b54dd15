import * as vscode from 'vscode';
import { isRefusal } from '../core/refusal.ts';
import { readingText, readWhen } from '../verbs/time.ts';
import type { Host } from '../verbs/verb.ts';
import { plainLabel } from './notices.ts';

interface TimeItem extends vscode.QuickPickItem {
  /** What is passed on as if it had been typed; absent for a text that is not understood. */
  readonly text?: string;
}

const PRESETS = ['30m', '1h', '3h', 'tomorrow', 'next monday'] as const;

/**
 * Asks for a time. What is typed is read on every keystroke and the reading stands under the box, before anything is
 * written; an empty box offers the usual times. Undefined where the person left.
 */
export function askWhen(host: Host, title: string): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<TimeItem>();
  pick.title = title;
  pick.placeholder = 'When? 30m, 3pm, tomorrow 9am, friday, 2026-12-01T10:00';
  pick.ignoreFocusOut = true;
  const show = async (value: string): Promise<void> => {
    const items = value.trim() === '' ? await presetItems(host) : [await readingItem(host, value)];
    if (pick.value === value) {
      pick.items = items;
    }
  };
  return new Promise(resolve => {
    pick.onDidChangeValue(value => void show(value));
    pick.onDidAccept(async () => {
      // Enter may come before the reading of the last keystroke is on the screen.
      const item = pick.value.trim() === '' ? pick.activeItems[0] : await readingItem(host, pick.value);
      if (item?.text !== undefined) {
        resolve(item.text);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void show('');
  });
}

async function presetItems(host: Host): Promise<readonly TimeItem[]> {
  const items = await Promise.all(
    PRESETS.map(async text => {
      const read = await readWhen(host, text);
      return isRefusal(read) ? [] : [{ label: text, description: readingText(read), text }];
    }),
  );
  return items.flat();
}

async function readingItem(host: Host, value: string): Promise<TimeItem> {
  const read = await readWhen(host, value);
  return isRefusal(read)
    ? { label: `$(error) ${plainLabel(read.why)}`, alwaysShow: true }
    : { label: `$(clock) ${plainLabel(readingText(read))}`, alwaysShow: true, text: value };
}
