import * as vscode from 'vscode';
import type { DeferApi } from '../../../api/defer.d.ts';
import { showRestricted } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { addFromExtension, dueEntries } from './extensionApi.ts';
import { openLink } from './linkDoor.ts';

/** What acts for those who come from outside of the window: links, and other extensions. */
export interface ActingDoors extends Pick<DeferApi, 'due' | 'add'> {
  openLink(uri: vscode.Uri): Promise<void>;
}

/** The doors of a window. */
export const createActingDoors = (services: EditorServices): ActingDoors => ({
  openLink: async uri => (vscode.workspace.isTrusted ? openLink(services, uri) : showRestricted()),
  due: () => dueEntries(services),
  add: entry => addFromExtension(services, entry),
});
