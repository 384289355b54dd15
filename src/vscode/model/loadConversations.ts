import * as vscode from 'vscode';
import type { Clock } from '../../core/basics/time.ts';
import { openConversations } from '../../runner/conversations/openConversations.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import { programEnvironment } from '../../store/programs/programEnvironment.ts';
import type { ConversationDesk } from '../../verbs/conversationDesk.ts';
import { agentProfiles, standardAgent } from './actSettings.ts';
import { timeZone } from './settings.ts';

/** The conversations of this machine, for a window: one for all who ask. Nothing is read before it is asked. */
export const openDesk = (clock: Clock): ConversationDesk =>
  openConversations({
    ...{ home: deferHome(), clock, zone: timeZone, asker: 'window' },
    get env() {
      return programEnvironment();
    },
    folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    settings: agentProfiles,
    standardAgent,
  });
