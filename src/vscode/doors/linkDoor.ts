import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { showRefusal } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

/** The longest texts that a link may bring, in characters. */
const LONGEST = { title: 200, when: 100, prompt: 4000, id: 128 } as const;

/** An `&` that begins no next part: the editor has decoded the link, so one of a text stands there as it is. */
const IN_TEXT = /&(?![\w-]+=|&|$)/g;

/**
 * Does what a link to Defer says (docs/api.md, "Links"). A web page can make the editor open any link, so it writes and
 * starts nothing: `/add` fills the box, which the person reads and sends, and a prompt is shown whole beside it;
 * `/open` shows an entry. No link names an agent.
 */
export async function openLink(
  services: Pick<EditorServices, 'model' | 'pages' | 'run'>,
  { path, query }: Pick<vscode.Uri, 'path' | 'query'>,
): Promise<void> {
  const given = new URLSearchParams(query.slice(0, 20_000).replace(IN_TEXT, '%26'));
  switch (path.replace(/\/+$/, '')) {
    case '/add':
      return addFrom(services, given);
    case '/open':
      return openFrom(services, given);
    default:
      showRefusal(l10n.t('Defer does not know that link.'));
      return undefined;
  }
}

async function addFrom({ pages, run }: Pick<EditorServices, 'pages' | 'run'>, given: URLSearchParams): Promise<void> {
  const line = (name: 'title' | 'when'): string => cleanLine((given.get(name) ?? '').slice(0, 1000), LONGEST[name]);
  const prompt = clean((given.get('prompt') ?? '').slice(0, LONGEST.prompt)).trim();
  if (prompt !== '') {
    await pages.show(l10n.t('Prompt from a Link'), prompt, { preserveFocus: true });
  }
  await run('add', {
    text: [line('title'), line('when')].filter(Boolean).join(' '),
    attached: [],
    ...(prompt !== '' && { input: { prompt } }),
  });
}

async function openFrom({ model }: Pick<EditorServices, 'model'>, given: URLSearchParams): Promise<void> {
  const id = given.get('id') ?? '';
  await model.readAll();
  for (const schedule of model.schedules) {
    const state = id === '' || id.length > LONGEST.id ? undefined : schedule.ledger.schedule.get(id);
    if (state) {
      await vscode.commands.executeCommand('defer.show', { kind: 'entry', state, schedule });
      return;
    }
  }
  showRefusal(l10n.t('No entry of this window has the id of that link. Open its folder first.'));
}
