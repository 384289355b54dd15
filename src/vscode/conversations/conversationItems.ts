import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { groupName } from '../../render/view/groupNames.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Keeper } from '../../core/agent/launch.ts';
import { groupConversations, type ConversationSection } from '../../render/conversations/conversationGroups.ts';
import { isolate } from '../../render/text/isolate.ts';
import { spokenList } from '../../render/text/spoken.ts';
import {
  conversationRowText,
  conversationSpoken,
  conversationTip,
  conversationTitle,
  nextResetText,
  type RowSight,
} from '../../render/conversations/conversationWords.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import type { View } from '../../render/view/entryView.ts';
import type { ConversationRow, HeadingRow, OneConversation } from './conversationRow.ts';
import { dueOf, type SeenConversation } from './conversationWatch.ts';
import { hasPanel } from './agentPanel.ts';

/** How many rows of one heading are shown; the command line lists all. */
const MOST = 200;

/** What the rows depend on. */
type Sight = Pick<View, 'horizon' | 'zone'>;

/** The rows of the view. */
export function conversationRows(all: readonly SeenConversation[], sight: Sight): readonly ConversationRow[] {
  const { now } = sight.horizon;
  const seen = new Map(all.map(one => [one.conversation, one]));
  const toRows = (some: readonly KnownConversation[]): readonly OneConversation[] =>
    some.flatMap(one => {
      const known = seen.get(one);
      return known ? [conversationRow(known, sight)] : [];
    });
  return groupConversations([...seen.keys()], now).map(section => headingRow(section, now, toRows));
}

function headingRow(
  { group, shown, older }: ConversationSection,
  now: Instant,
  toRows: (some: readonly KnownConversation[]) => readonly ConversationRow[],
): HeadingRow {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const isClosed = group === 'Earlier';
  const count = shown.length + older.length;
  const more =
    older.length === 0 ? [] : [heading(l10n.t('More…'), older.length, '', Collapsed, limited(older, toRows))];
  return heading(groupName(group), count, nextResetText(shown, now), isClosed ? Collapsed : Expanded, [
    ...limited(shown, toRows),
    ...more,
  ]);
}

function heading(
  label: string,
  count: number,
  reset: string,
  state: vscode.TreeItemCollapsibleState,
  children: readonly ConversationRow[],
): HeadingRow {
  const item = new vscode.TreeItem(label, state);
  item.id = `heading ${label}`;
  // A long title takes a narrow row for itself alone.
  item.description = [String(count), reset].filter(Boolean).join(' · ');
  item.contextValue = 'heading';
  item.accessibilityInformation = { label: spokenList(label, countText(count), reset) };
  return { kind: 'heading', item, children };
}

const countText = (count: number): string =>
  count === 1 ? l10n.t('1 conversation') : l10n.t('{0} conversations', count);

/** The first of them, and a row that stands for the others. */
function limited(
  some: readonly KnownConversation[],
  toRows: (some: readonly KnownConversation[]) => readonly ConversationRow[],
): readonly ConversationRow[] {
  const rest = some.length - MOST;
  if (rest <= 0) {
    return toRows(some);
  }
  const item = new vscode.TreeItem(l10n.t('… and {0} more', rest));
  item.id = `rest ${rest}`;
  item.tooltip = l10n.t('Defer: Open Conversation… lists more of them.');
  return [...toRows(some.slice(0, MOST)), { kind: 'heading', item, children: [] }];
}

function conversationRow(seen: SeenConversation, sight: Sight): OneConversation {
  const { conversation } = seen;
  const at = sightOf(seen, sight);
  const item = new vscode.TreeItem(isolate(conversationTitle(conversation)));
  item.id = `conversation ${conversation.agent} ${conversation.id}`;
  item.description = conversationRowText(conversation, at);
  item.iconPath = iconOf(seen);
  item.contextValue = contextOf(seen);
  item.accessibilityInformation = { label: conversationSpoken(conversation, at) };
  return { kind: 'conversation', seen, item, children: [] };
}

/** Everything about a conversation, as plain text: a Markdown tooltip would turn its title into links. */
export const conversationTooltip = (seen: SeenConversation, sight: Sight): string =>
  conversationTip(seen.conversation, sightOf(seen, sight));

const sightOf = (seen: SeenConversation, { horizon, zone }: Sight): RowSight => ({
  ...{ now: horizon.now, zone },
  entry: dueOf(seen),
});

/** What may be done with a conversation, as words for the `when` clauses of the manifest. */
const contextOf = ({ conversation, entry }: SeenConversation): string =>
  [
    'conversation',
    conversation.state === 'limit' && !entry && 'parkable',
    entry ? 'deferred' : 'free',
    hasPanel(conversation) && 'panel',
  ]
    .filter(Boolean)
    .join(' ');

/** Icons that every supported editor has. */
const SIGNS: Readonly<Record<Keeper, string>> = {
  claude: 'sparkle',
  codex: 'hubot',
  copilot: 'copilot',
  gemini: 'star-empty',
  opencode: 'code',
};

/** The icon of its agent; pale where it is put off, so that what still needs attention stands out. */
function iconOf({ conversation: { agent, state }, entry }: SeenConversation): vscode.ThemeIcon {
  const colour = entry ? 'disabledForeground' : state === 'limit' ? 'list.warningForeground' : undefined;
  return new vscode.ThemeIcon(SIGNS[agent], colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
