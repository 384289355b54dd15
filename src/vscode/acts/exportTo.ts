import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import { plainLabel, showDone, showRefusal, showRestricted } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import type { Host } from '../../verbs/host.ts';
import { askVerb } from '../../verbs/askVerb.ts';
import type { RawInput } from '../../verbs/verb.ts';

/** An entry that can be a file of VS Code's Automations, as `defer export vscode --json` gives it. */
interface AutomationFile {
  readonly id: string;
  readonly title: string;
  readonly name: string;
}

interface Way extends vscode.QuickPickItem {
  readonly verb: string;
  readonly input: RawInput;
  /** The name of the file, unless the person gives another; absent where each entry is a file of its own. */
  readonly file?: string;
}

const ways = (): readonly Way[] => [
  {
    label: l10n.t('Calendar'),
    description: l10n.t('iCalendar, with the next times of repeats'),
    ...{ verb: 'list', input: { ics: true }, file: 'schedule.ics' },
  },
  {
    label: l10n.t('Markdown'),
    description: l10n.t('For a note or a prompt'),
    ...{ verb: 'list', input: { markdown: true }, file: 'schedule.md' },
  },
  {
    label: 'agent-defer',
    description: l10n.t('Its records, one a line'),
    ...{ verb: 'export', input: { system: 'agent-defer' }, file: 'agent-defer.jsonl' },
  },
  {
    label: 'VS Code',
    description: l10n.t('One entry, for its own Automations'),
    ...{ verb: 'export', input: { system: 'vscode' } },
  },
];

type Services = Pick<EditorServices, 'model' | 'pages' | 'hostFor'>;

/** Writes entries in another form into a file that the person names. */
export async function exportTo(services: Services): Promise<void> {
  const { model, pages, hostFor } = services;
  const way = await vscode.window.showQuickPick(ways(), { title: titleText(), placeHolder: l10n.t('Choose a form') });
  if (!way) {
    return;
  }
  const host = hostFor(model.schedules.map(({ ledger }) => ledger));
  const reply = await askVerb(host, findVerb(way.verb), way.input);
  if (!reply.ok) {
    showRefusal(reply.why);
    return;
  }
  const { say, report } = reply;
  if (way.file === undefined) {
    await exportOne(services, host, reply.value as { readonly files: readonly AutomationFile[] }, report);
    return;
  }
  const target = await askTarget(services, way.file);
  if (!target) {
    return;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(say.endsWith('\n') ? say : `${say}\n`));
  if (report) {
    // What it goes without.
    await pages.show(l10n.t('Export'), report, { preserveFocus: true });
  }
  const name = plainLabel(vscode.workspace.asRelativePath(target));
  showDone(l10n.t('Exported to {0}.', name));
}

/** Asks which entry is to be a file of VS Code's Automations, and where; the verb writes it, and keeps that it did. */
async function exportOne(
  services: Services,
  host: Host,
  { files }: { readonly files: readonly AutomationFile[] },
  report = '',
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const why = { label: l10n.t('Why Not the Others?'), file: undefined };
  const picked = await vscode.window.showQuickPick(
    [
      ...files.map(file => ({ label: plainLabel(cleanLine(file.title, 100)), description: file.name, file })),
      ...(report === '' ? [] : [why]),
    ],
    {
      title: titleText(),
      placeHolder: files.length === 0 ? l10n.t('No matching entries.') : l10n.t('Export which entry?'),
    },
  );
  if (picked && !picked.file) {
    await services.pages.show(l10n.t('Export'), report, { preserveFocus: false });
  }
  const target = picked?.file && (await askTarget(services, picked.file.name));
  if (!picked?.file || !target) {
    return;
  }
  // The dialog has asked whether a file that is there is to be replaced.
  const input = { system: 'vscode', id: picked.file.id, out: target.fsPath, force: true };
  const reply = await askVerb(host, findVerb('export'), input);
  await services.model.look();
  if (!reply.ok) {
    showRefusal(reply.why);
    return;
  }
  if (reply.report) {
    await services.pages.show(l10n.t('Export'), reply.report, { preserveFocus: true });
  }
  showDone(reply.say);
}

const titleText = (): string => l10n.t('Defer: {0}', l10n.t('Export'));

/** Asks where a file is to be saved, and offers a name for it in the first folder. */
function askTarget({ model }: Services, name: string): Thenable<vscode.Uri | undefined> {
  const folder = model.projects[0]?.folder.uri ?? vscode.Uri.file(homedir());
  const defaultUri = vscode.Uri.joinPath(folder, name);
  return vscode.window.showSaveDialog({ title: titleText(), defaultUri, saveLabel: l10n.t('Export') });
}
