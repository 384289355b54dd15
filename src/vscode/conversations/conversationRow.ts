import type * as vscode from 'vscode';
import type { SeenConversation } from './conversationWatch.ts';

/** One line of the Conversations view, ready to be shown. The editor knows it by this very object. */
export type ConversationRow = HeadingRow | OneConversation;

/** A heading, or what stands for conversations that are shown only when they are asked for. */
export interface HeadingRow {
  readonly kind: 'heading';
  item: vscode.TreeItem;
  readonly children: readonly ConversationRow[];
}

/** A conversation. What commands on it are given. */
export interface OneConversation {
  readonly kind: 'conversation';
  seen: SeenConversation;
  item: vscode.TreeItem;
  readonly children: readonly [];
}

/** Reads the argument that a command got from a row of the view; undefined where it came from elsewhere. */
export function toConversation(value: unknown): SeenConversation | undefined {
  const row = value as Partial<OneConversation> | null | undefined;
  return typeof row === 'object' && row?.kind === 'conversation' ? row.seen : undefined;
}
