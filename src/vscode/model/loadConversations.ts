import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Clock } from '../../core/basics/time.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import type { ConversationDesk } from '../../verbs/conversationDesk.ts';
import { agentProfiles, standardAgent } from './actSettings.ts';
import { timeZone } from './settings.ts';

/** The conversations of this machine, for a window: loaded when they are first asked for, and one for all who ask. */
export const conversationsFor = (clock: Clock): (() => Promise<ConversationDesk>) =>
  loadOnce(async () => {
    const { openConversations } = await import('../../runner/conversations/openConversations.ts');
    return openConversations({
      ...{ home: deferHome(), env: process.env, clock, zone: timeZone, asker: 'window' },
      folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      settings: agentProfiles,
      standardAgent,
    });
  });
