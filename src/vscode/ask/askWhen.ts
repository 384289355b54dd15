import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { DAY, type Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readingText, readMoment, readRule, readWhen } from '../../verbs/readMoment.ts';
import type { Host } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';

interface TimeItem extends vscode.QuickPickItem {
  /** What is passed on as if it had been typed; absent for a text that is not understood. */
  readonly text?: string;
}

/** A usual time: as people say it, and as Defer reads it. */
interface Preset {
  readonly label: string;
  readonly text: string;
  /** It is offered only where it is less far ahead, in ms. */
  readonly within?: number;
}

const MOMENTS: readonly Preset[] = [
  { label: 'In 30 Minutes', text: '30m' },
  { label: 'In 2 Hours', text: '2h' },
  { label: 'This Evening', text: 'this evening' },
  { label: 'Tomorrow Morning', text: 'tomorrow morning' },
  // On a Saturday it would be the next one.
  { label: 'This Weekend', text: 'saturday', within: 6 * DAY },
  { label: 'Next Week', text: 'next monday' },
];
const RULES: readonly Preset[] = [
  { label: 'Every Weekday at 9', text: 'every weekday at 9' },
  { label: 'Every Monday at 9', text: 'every monday at 9' },
];

/** What was chosen or typed last, by the kind of time that was asked for. Most people put off by the same time again. */
const last = new Map<Kind, string>();

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
    value.trim() === ''
      ? presetItems(presets, { read, now: host.clock.now(), last: last.get(kind) })
      : [await readingItem(value, read)];
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
        last.set(kind, item.text);
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

const KINDS: Readonly<Record<Kind, { readonly presets: readonly Preset[]; readonly placeholder: string }>> = {
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

interface Offered {
  readonly read: Read;
  readonly now: Instant;
  /** What was used last; it comes first. */
  readonly last: string | undefined;
}

/** The usual times with what each means now. Those that have passed are left out. */
async function presetItems(presets: readonly Preset[], offered: Offered): Promise<readonly TimeItem[]> {
  const used = offered.last;
  const known = presets.find(({ text }) => text === used);
  const first: readonly Preset[] = used === undefined ? [] : [known ?? { label: used, text: used }];
  const items = await Promise.all(
    [...first, ...presets.filter(preset => preset !== known)].map(async ({ label, text, within = Infinity }) => {
      const when = await offered.read(text);
      const isFar = !isRefusal(when) && when.kind === 'instant' && when.at - offered.now > within;
      return isRefusal(when) || isFar ? [] : [{ label: plainLabel(label), description: readingText(when), text }];
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
  return { label: `$(calendar) ${plainLabel(readingText(when))}`, alwaysShow: true, text: value };
}
