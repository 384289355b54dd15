import * as vscode from 'vscode';
import { findLimit } from '../../core/when/usageLimit.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { instant } from '../../core/basics/time.ts';
import { printable } from '../../render/text/clean.ts';
import { parkRun } from '../../verbs/park/findStopped.ts';
import { conversationItems } from '../conversations/askConversation.ts';
import { askPark } from '../conversations/askPark.ts';
import { parkConversations } from '../conversations/parkConversations.ts';
import type { SeenConversation } from '../conversations/conversationWatch.ts';
import { toRunRow } from '../history/historyRows.ts';
import { toEntryRow, type EntryRow } from '../tree/entryRow.ts';
import { conversationsOn, timeZone } from '../model/settings.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { allLedgers } from '../wiring/verbCommands.ts';

/**
 * Schedules that a conversation goes on once its limit resets: that of the run or entry it was called on, else one that
 * the person picks, or the one of a notice. A notice in the selection or on the clipboard is taken for the person's own
 * words. What a terminal shows, no extension may read: a person copies it. `notice`: one that the person selected
 * there.
 */
export async function parkConversation(services: EditorServices, given: unknown, notice?: string): Promise<void> {
  const row = toEntryRow(given);
  await (row ? parkRow(services, row, toRunRow(given)?.token) : parkAny(services, notice));
}

/** Parks what a run was about. Where it printed no notice, and none is at hand, the person is asked. */
async function parkRow(services: EditorServices, row: EntryRow, token: string | undefined): Promise<void> {
  const host = services.hostFor([row.schedule.ledger]);
  const atHand = await noticeAtHand();
  const isTold = atHand !== undefined || !isRefusal(await parkRun(host, { id: row.state.id, token }, undefined));
  const asked = isTold ? undefined : await askPark({ host, stopped: [], notice: undefined });
  const text = atHand ?? (asked && 'text' in asked ? asked.text : undefined);
  if (isTold || text !== undefined) {
    const input = { ...(token !== undefined && { run: token }), ...(text !== undefined && { text }) };
    await services.run('park', { row, input });
  }
}

async function parkAny(services: EditorServices, given: string | undefined): Promise<void> {
  const ledgers = allLedgers(services);
  const host = services.hostFor(ledgers);
  const stopped = conversationItems(services, await stoppedHere(services));
  const parked = await askPark({ host, stopped, notice: given ?? (await noticeAtHand()) });
  if (parked && 'some' in parked) {
    await parkConversations(services, parked.some);
  } else if (parked) {
    await services.run('park', { ready: { input: { text: parked.text }, ledgers } });
  }
}

/** The conversations about this workspace that a limit stopped, and that are not put off. */
async function stoppedHere(services: EditorServices): Promise<readonly SeenConversation[]> {
  if (!conversationsOn()) {
    return [];
  }
  const { watch } = await services.conversations();
  await watch.look();
  return watch.conversations.filter(({ conversation, entry }) => conversation.state === 'limit' && !entry);
}

/** Whether a text holds the notice of a usage limit. */
export async function holdsNotice(text: string): Promise<boolean> {
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  return findLimit(printable(text), { now: instant(Date.now()), zone: timeZone(), parse }) !== undefined;
}

/** The first text at hand that holds a notice. */
async function noticeAtHand(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  for (const text of [selected, await vscode.env.clipboard.readText()]) {
    if (await holdsNotice(text)) {
      return text;
    }
  }
  return undefined;
}
