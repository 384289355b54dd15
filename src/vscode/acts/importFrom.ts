import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import type { ImportReport } from '../../render/review/importText.ts';
import type { Reply } from '../../verbs/verb.ts';
import type { Host } from '../../verbs/host.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { plainLabel, showRefusal, showRestricted } from '../say/notices.ts';
import { folderForNew } from '../ask/folderForNew.ts';
import { askVerb } from '../../verbs/askVerb.ts';

interface Input {
  readonly source: string;
  readonly path?: string;
}

interface Choice extends vscode.QuickPickItem {
  /** What the verb is given. */
  readonly input?: Input;
  /** What the person is to choose instead: many systems have no dialog that takes both. */
  readonly chooses?: 'file' | 'folder';
}

/**
 * Finds what other systems keep in the workspace and at home, shows how much it is, asks, and imports it through the
 * verb. The report is a page of its own.
 */
export async function importFrom({
  model,
  pages,
  hostFor,
}: Pick<EditorServices, 'model' | 'pages' | 'hostFor'>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const schedule = await folderForNew(model, undefined);
  if (!schedule) {
    return;
  }
  const host = hostFor([schedule.ledger]);
  const title = l10n.t('Defer: Import');
  const picked = await vscode.window.showQuickPick(choicesOf(host), {
    title,
    placeHolder: l10n.t('What do you want to import?'),
  });
  const input = picked?.input ?? (picked?.chooses && (await askPath(title, picked.chooses)));
  if (!input) {
    return;
  }
  const rehearsal = reportOf(await askImport(host, { ...input, dry_run: true }));
  if (!rehearsal) {
    return;
  }
  const { added, files, report } = rehearsal;
  if (added.length + files.length === 0) {
    await pages.show(l10n.t('Import'), report, { preserveFocus: false });
    return;
  }
  const question = {
    title: l10n.t('{0} Import that?', rehearsal.say),
    detail: l10n.t('Defer only reads there; it changes nothing.'),
    yes: l10n.t('Import'),
  };
  if (!(await host.confirm(question))) {
    return;
  }
  const done = reportOf(await askImport(host, input));
  await model.look();
  if (done) {
    await pages.show(l10n.t('Import'), `${done.say}\n\n${done.report}`, { preserveFocus: false });
  }
}

const askImport = (host: Host, input: Partial<Input> & { readonly dry_run?: boolean }): Promise<Reply> =>
  askVerb(host, findVerb('import'), input);

function reportOf(reply: Reply): (ImportReport & { readonly say: string; readonly report: string }) | undefined {
  if (!reply.ok) {
    showRefusal(reply.why);
    return undefined;
  }
  const { say, report = '' } = reply;
  return { ...(reply.value as ImportReport), say, report };
}

/** What was found, each with how much of it is new here. */
async function choicesOf(host: Host): Promise<readonly Choice[]> {
  const found = await askImport(host, {});
  const sources = found.ok ? (found.value as readonly { readonly system: string; readonly path: string }[]) : [];
  const choices: Choice[] = [];
  for (const { system, path } of sources) {
    const input = { source: system, path };
    const reply = await askImport(host, { ...input, dry_run: true });
    if (reply.ok) {
      choices.push({ label: system, description: plainLabel(cleanLine(path)), detail: plainLabel(reply.say), input });
    }
  }
  return [
    ...choices,
    { label: l10n.t('$(file) Choose a File…'), chooses: 'file' },
    { label: l10n.t('$(folder) Choose a Folder…'), chooses: 'folder' },
  ];
}

async function askPath(title: string, chooses: 'file' | 'folder'): Promise<Input | undefined> {
  const options = { title, canSelectFiles: chooses === 'file', canSelectFolders: chooses === 'folder' };
  const [chosen] = (await vscode.window.showOpenDialog({ ...options, openLabel: l10n.t('Import') })) ?? [];
  return chosen && { source: chosen.fsPath };
}
