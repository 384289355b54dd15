import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readingText, readMoment, readRule, readWhen } from '../../verbs/readMoment.ts';
import type { Host } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';

interface TimeItem extends vscode.QuickPickItem {
  /** What is passed on as if it had been typed; absent for a text that is not understood. */
  readonly text?: string;
}

const MOMENTS: readonly string[] = ['30m', '1h', '3h', 'tomorrow', 'next monday'];
const RULES: readonly string[] = ['every weekday at 9', 'every monday at 9'];

/**
 * Asks for a time. What is typed is read on every keystroke and the reading stands under the box, before anything is
 * written; an empty box offers the usual times. `likely` stands in it at first. `rule` takes what comes again, `any` both. Undefined where the person left.
 */
export function askWhen(host: Host, title: string, kind: Kind = 'moment', likely = ''): Promise<string | undefined> {
  const { presets, placeholder } = KINDS[kind];
  const read = readerOf(host, kind);
  const pick = vscode.window.createQuickPick<TimeItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.value = likely;
  const itemsFor = async (value: string): Promise<readonly TimeItem[]> =>
    value.trim() === '' ? presetItems(presets, read) : [await readingItem(value, read)];
  const show = async (value: string): Promise<void> => {
    const items = await itemsFor(value).catch(troubleItems);
    if (pick.value === value) {
      pick.items = items;
    }
  };
  return new Promise((resolve, reject) => {
    pick.onDidChangeValue(value => void show(value));
    pick.onDidAccept(async () => {
      try {
        // Enter may come before the reading of the last keystroke is on the screen.
        const item = pick.value.trim() === '' ? pick.activeItems[0] : await readingItem(pick.value, read);
        if (item?.text === undefined) {
          return;
        }
        resolve(item.text);
      } catch (error) {
        reject(error);
      }
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void show(likely);
  });
}

type Kind = 'moment' | 'rule' | 'any';
type Read = (text: string) => ReturnType<typeof readWhen>;

const KINDS: Readonly<Record<Kind, { readonly presets: readonly string[]; readonly placeholder: string }>> = {
  moment: { presets: MOMENTS, placeholder: 'When? 30m, 3pm, tomorrow 9am, friday, 2026-12-01T10:00' },
  rule: { presets: RULES, placeholder: 'How often? every weekday at 9, every 30m, 0 9 * * 1-5' },
  any: {
    presets: [...MOMENTS, ...RULES],
    placeholder: 'When? 30m, 3pm, tomorrow 9am, friday, 2026-12-01T10:00, every weekday at 9',
  },
};

function readerOf(host: Host, kind: Kind): Read {
  switch (kind) {
    case 'moment':
      return text => readMoment(host, text);
    case 'rule':
      return text => readRule(host, text, 'any');
    case 'any':
      return text => readWhen(host, text);
  }
}

async function presetItems(presets: readonly string[], read: Read): Promise<readonly TimeItem[]> {
  const items = await Promise.all(
    presets.map(async text => {
      const when = await read(text);
      return isRefusal(when) ? [] : [{ label: text, description: readingText(when), text }];
    }),
  );
  return items.flat();
}

/** What the list shows where times cannot be read at all; Enter says more. */
const troubleItems = (error: unknown): readonly TimeItem[] => {
  const why = error instanceof Error ? error.message : String(error);
  return [
    { label: `$(error) ${plainLabel(cleanLine(`Times cannot be read right now: ${why}`, 200))}`, alwaysShow: true },
  ];
};

async function readingItem(value: string, read: Read): Promise<TimeItem> {
  const when = await read(value);
  if (isRefusal(when)) {
    return { label: `$(error) ${plainLabel(when.why)}`, alwaysShow: true };
  }
  if (when.kind === 'repeat') {
    // The words, and under them the next times: both on one line would be cut.
    const times = readingText({ reads: when.reads.replace(`${when.repeat.words}: `, ''), notes: when.notes });
    return {
      label: `$(sync) ${plainLabel(when.repeat.words)}`,
      detail: plainLabel(times),
      alwaysShow: true,
      text: value,
    };
  }
  return { label: `$(clock) ${plainLabel(readingText(when))}`, alwaysShow: true, text: value };
}
