import * as vscode from 'vscode';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readNotice } from '../../verbs/park/readNotice.ts';
import type { Host } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';
import type { ConversationItem } from './askConversation.ts';
import type { SeenConversation } from './conversationWatch.ts';

/** What is to be parked: conversations that were found stopped, or what a text is about, a notice or a time. */
export type Parked = { readonly some: readonly SeenConversation[] } | { readonly text: string };

interface ParkItem extends vscode.QuickPickItem {
  /** What is parked when it is chosen; absent where it parks nothing. */
  readonly parked?: Parked;
}

/** What the box offers. */
export interface ParkOffer {
  readonly host: Host;
  /** Those that a limit stopped. */
  readonly stopped: readonly ConversationItem[];
  /** A notice that the person selected or copied. */
  readonly notice: string | undefined;
}

const NO_TIME = 'That names no time at which a limit resets. Paste the notice, or type a time such as 3pm.';

/**
 * Asks what is to be parked: one of the stopped conversations, all of them, or a notice or a time that is pasted or
 * typed, whose reading stands under the box. Undefined where the person left.
 */
export function askPark({ host, stopped, notice }: ParkOffer): Promise<Parked | undefined> {
  const pick = vscode.window.createQuickPick<ParkItem>();
  pick.title = 'Defer: Park Conversation';
  pick.placeholder =
    stopped.length === 0
      ? 'Paste the notice of the limit, or type when it resets: 3pm'
      : 'Which conversation? Or paste the notice of the limit, or type when it resets: 3pm';
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  const read = async (text: string): Promise<ParkItem> => readingItem(host, text);
  const offered: readonly ParkItem[] = [
    ...(notice === undefined ? [] : [noticeItem(notice)]),
    ...stopped.map(item => ({ ...item, parked: { some: [item.seen] } })),
    ...(stopped.length > 1 ? [allItem(stopped)] : []),
  ];
  const show = async (value: string): Promise<void> => {
    const items = value.trim() === '' ? offered : [await read(value), ...offered];
    if (pick.value === value) {
      pick.items = items;
    }
  };
  return new Promise(resolve => {
    pick.onDidChangeValue(value => void show(value));
    pick.onDidAccept(async () => {
      const [active] = pick.activeItems;
      // Enter may come before the reading of the last keystroke is on the screen.
      const isRead = pick.value.trim() === '' || (active?.parked !== undefined && 'some' in active.parked);
      const { parked } = isRead ? (active ?? {}) : await read(pick.value);
      if (parked) {
        resolve(parked);
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

const noticeItem = (notice: string): ParkItem => ({
  label: 'The notice that you copied',
  detail: plainLabel(cleanLine(notice, 150)),
  parked: { text: notice },
});

const allItem = (stopped: readonly ConversationItem[]): ParkItem => ({
  label: stopped.length === 2 ? 'Both' : `All ${stopped.length}`,
  parked: { some: stopped.map(({ seen }) => seen) },
});

async function readingItem(host: Host, text: string): Promise<ParkItem> {
  const limit = await readNotice(host, text);
  return isRefusal(limit)
    ? { label: `$(error) ${NO_TIME}`, alwaysShow: true }
    : {
        label: `$(calendar) ${plainLabel(`The limit resets ${describeMoment(limit.at, host.clock.now(), host.zone)}`)}`,
        ...{ alwaysShow: true, parked: { text } },
      };
}
