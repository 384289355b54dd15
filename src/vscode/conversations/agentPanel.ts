import * as vscode from 'vscode';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';

/** The extension of Claude Code, whose address opens a conversation in its own panel. */
const CLAUDE = 'anthropic.claude-code';

/** Whether the agent of a conversation has an extension here that opens it in a panel of its own. */
export function hasPanel({ agent }: Pick<KnownConversation, 'agent'>): boolean {
  const manifest = agent === 'claude' ? (vscode.extensions.getExtension(CLAUDE)?.packageJSON as unknown) : undefined;
  const { activationEvents } = (manifest ?? {}) as { readonly activationEvents?: readonly string[] };
  // An extension that handles no address could not open it.
  return activationEvents?.includes('onUri') === true;
}

/** The address that opens a conversation there, with a text to begin with in its box. */
export const panelAddress = ({ id }: Pick<KnownConversation, 'id'>, prompt: string | undefined): vscode.Uri =>
  vscode.Uri.from({
    ...{ scheme: vscode.env.uriScheme, authority: CLAUDE, path: '/open' },
    query: Object.entries({ session: id, prompt })
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
      .join('&'),
  });
