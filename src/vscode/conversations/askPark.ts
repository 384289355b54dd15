import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readNotice } from '../../verbs/park/readNotice.ts';
import type { Host } from '../../verbs/host.ts';
import { answerOf } from '../ask/answerOf.ts';
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

const noTime = (): string =>
  l10n.t('That names no time at which a limit resets. Paste the notice, or type a time such as 3pm.');

/**
 * Asks what is to be parked: one of the stopped conversations, all of them, or a notice or a time that is pasted or
 * typed, whose reading stands under the box. Undefined where the person left.
 */
export function askPark({ host, stopped, notice }: ParkOffer): Promise<Parked | undefined> {
  const pick = vscode.window.createQuickPick<ParkItem>();
  pick.title = l10n.t('Defer: Park Conversation');
  pick.placeholder =
    stopped.length === 0
      ? l10n.t('Paste the notice of the limit, or type when it resets: 3pm')
      : l10n.t('Which conversation? Or paste the notice of the limit, or type when it resets: 3pm');
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
  pick.onDidChangeValue(value => void show(value));
  void show('');
  return answerOf(pick, async () => {
    const [active] = pick.activeItems;
    // Enter may come before the reading of the last keystroke is on the screen.
    const isRead = pick.value.trim() === '' || (active?.parked !== undefined && 'some' in active.parked);
    return isRead ? active?.parked : (await read(pick.value)).parked;
  });
}

const noticeItem = (notice: string): ParkItem => ({
  label: l10n.t('The notice that you copied'),
  detail: plainLabel(cleanLine(notice, 150)),
  parked: { text: notice },
});

const allItem = (stopped: readonly ConversationItem[]): ParkItem => ({
  label: stopped.length === 2 ? l10n.t('Both') : l10n.t('All {0}', stopped.length),
  parked: { some: stopped.map(({ seen }) => seen) },
});

async function readingItem(host: Host, text: string): Promise<ParkItem> {
  const limit = await readNotice(host, text);
  return isRefusal(limit)
    ? { label: `$(error) ${noTime()}`, alwaysShow: true }
    : {
        label: `$(calendar) ${plainLabel(l10n.t('The limit resets {0}', describeMoment(limit.at, host.clock.now(), host.zone)))}`,
        ...{ alwaysShow: true, parked: { text } },
      };
}
