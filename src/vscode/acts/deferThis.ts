import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import { attachmentOf, currentAttachment, type Attachment } from '../ask/attachment.ts';
import type { Comment } from '../doors/commentActions.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import type { ViewAct } from '../wiring/commandTable.ts';
import { showRefusal } from '../say/notices.ts';
import { quoted } from './followUp.ts';
import { holdsNotice, parkConversation } from './parkConversation.ts';

type DeferAct = Extract<ViewAct, `defer.defer${string}`>;

/** How many files go along with an entry. */
const MOST = 20;

/**
 * Schedules something about what a menu was opened on: files of the Explorer, tabs or source control, a line, or a
 * comment, whose text fills the box. The files go along as artifacts.
 */
async function deferThis({ run }: Pick<EditorServices, 'run'>, given: readonly unknown[]): Promise<void> {
  const [first] = given;
  if (isComment(first)) {
    const at = attachmentOf(first.uri, `:${first.line}`);
    await run('add', { text: first.text, attached: at ? [at] : [] });
    return;
  }
  if (isLine(first)) {
    const at = attachmentOf(first.uri, `:${first.lineNumber}`);
    await run('add', { attached: at ? [at] : [] });
    return;
  }
  const named = given.flat().flatMap(urisIn);
  const unique = [...new Map(named.map(uri => [uri.toString(), uri])).values()];
  const current = currentAttachment();
  const attached = unique.length > 0 ? filesOf(unique) : current ? [current] : [];
  if (attached.length === 0) {
    showRefusal(l10n.t('That file is not in a folder that is open here.'));
    return;
  }
  await run('add', { attached });
}

/** Schedules something about what source control shows as changed. */
async function deferChanges({ run }: Pick<EditorServices, 'run'>, given: unknown): Promise<void> {
  const { rootUri } = (given ?? {}) as Partial<vscode.SourceControl>;
  const changed = await changedFiles(rootUri);
  await run('add', { attached: filesOf(changed) });
}

/** Schedules something about a terminal: its name goes along, and the folder it is in where it tells. */
async function deferTerminal({ run }: Pick<EditorServices, 'run'>, given: unknown): Promise<void> {
  const { name = '', shellIntegration } = (given as vscode.Terminal | undefined) ?? vscode.window.activeTerminal ?? {};
  const folder = shellIntegration?.cwd;
  const at = folder && attachmentOf(folder);
  const point = `In the terminal "${cleanLine(name, 80)}"${folder ? `, in ${cleanLine(folder.fsPath, 500)}` : ''}`;
  await run('add', { attached: at ? [at] : [], input: { key_points: [point] } });
}

/**
 * Parks a conversation where the text that is selected in the terminal is its limit notice; else schedules something
 * about that text. Extensions cannot read the selection of a terminal, so the text goes through the clipboard. What was
 * there is back before anybody is asked: what a person copies meanwhile stays.
 */
async function deferSelection(services: EditorServices): Promise<void> {
  const text = await selectedInTerminal();
  if (text.trim() === '') {
    showRefusal(l10n.t('Nothing is selected in the terminal.'));
  } else if (await holdsNotice(text)) {
    await parkConversation(services, undefined, text);
  } else {
    const name = cleanLine(vscode.window.activeTerminal?.name ?? '', 80);
    const point = `Selected in the terminal "${name}":\n${quoted(text)}`;
    await services.run('add', { attached: [], input: { key_points: [point] } });
  }
}

async function selectedInTerminal(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  try {
    await clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}

/** What menus outside of Defer's own views offer; each is given what its menu was opened on. */
export const deferActs = (
  services: EditorServices,
): Readonly<Record<DeferAct, (...given: unknown[]) => Promise<void>>> => ({
  'defer.deferThis': (...given) => deferThis(services, given),
  'defer.deferChanges': given => deferChanges(services, given),
  'defer.deferTerminal': given => deferTerminal(services, given),
  'defer.deferSelection': () => deferSelection(services),
});

const isComment = (given: unknown): given is Comment =>
  (given as Partial<Comment> | undefined)?.kind === 'comment' && (given as Comment).uri !== undefined;

/** What the menu of a line number hands over: the line, counted from 1. */
const isLine = (given: unknown): given is { readonly uri: vscode.Uri; readonly lineNumber: number } =>
  typeof (given as { readonly lineNumber?: unknown } | undefined)?.lineNumber === 'number';

/** The files that a menu hands over: addresses, or changes of source control. */
function urisIn(given: unknown): readonly vscode.Uri[] {
  const uri = (given as { readonly resourceUri?: unknown } | undefined)?.resourceUri ?? given;
  return uri instanceof vscode.Uri && uri.scheme === 'file' ? [uri] : [];
}

const filesOf = (uris: readonly vscode.Uri[]): readonly Attachment[] =>
  uris.flatMap(uri => attachmentOf(uri) ?? []).slice(0, MOST);

/** What the editor's own extension for git tells of a repository; its types are no part of the editor. */
interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: Readonly<
    Partial<
      Record<
        'mergeChanges' | 'indexChanges' | 'workingTreeChanges' | 'untrackedChanges',
        readonly { readonly uri: vscode.Uri }[]
      >
    >
  >;
}

async function changedFiles(root: vscode.Uri | undefined): Promise<readonly vscode.Uri[]> {
  const git = vscode.extensions.getExtension<{
    getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
  }>('vscode.git');
  const { repositories } = (await git?.activate())?.getAPI(1) ?? { repositories: [] };
  const known = repositories.find(({ rootUri }) => root === undefined || rootUri.toString() === root.toString());
  const { mergeChanges = [], indexChanges = [], workingTreeChanges = [], untrackedChanges = [] } = known?.state ?? {};
  const all = [...mergeChanges, ...indexChanges, ...workingTreeChanges, ...untrackedChanges].map(({ uri }) => uri);
  return [...new Map(all.map(uri => [uri.toString(), uri])).values()];
}
