import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { cleanMessage } from '../../render/text/isolate.ts';
import type { Launcher } from '../../verbs/host.ts';
import type { RawInput, Reply } from '../../verbs/verb.ts';
import { pickAgent } from '../ask/pickAgent.ts';
import { plainNotice } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';

/** An agent that is not installed, and the entry that it was to run. */
interface Missed {
  readonly agent: string;
  readonly row: EntryRow | undefined;
  readonly launcher: Pick<Launcher, 'agents'>;
  /** Gives the entry to another agent, and does what was asked for once more. */
  readonly again: (row: EntryRow, agent: string) => Promise<unknown>;
}

/** Says that an agent is not installed, with what can be done about it. */
export async function tellMissing({ agent, row, launcher, again }: Missed): Promise<void> {
  const entry = row && toEntry(row.state);
  const words = {
    another: l10n.t('Choose Another…'),
    setting: l10n.t('Open Setting'),
    prompt: l10n.t('Copy Prompt'),
  };
  const text = entry
    ? l10n.t('{0} is not installed, so “{1}” cannot run.', agent, cleanMessage(entry.title, 60))
    : l10n.t('{0} is not installed.', agent);
  const buttons = [
    ...(entry && entry.file === undefined ? [words.another] : []),
    words.setting,
    ...(entry?.prompt === undefined ? [] : [words.prompt]),
  ];
  const chosen = await vscode.window.showWarningMessage(`Defer: ${plainNotice(text)}`, ...buttons);
  if (chosen === words.setting) {
    await openAgentSetting();
  } else if (chosen === words.prompt) {
    await vscode.commands.executeCommand('defer.copyPrompt', row);
  } else if (chosen === words.another && row) {
    const other = (await pickAgent(await launcher.agents()))?.agent;
    await (other === undefined ? undefined : again(row, other));
  }
}

/** Edits an entry, as `EditorServices` runs verbs. */
type Run = (verb: string, given: { readonly row: EntryRow; readonly input: RawInput }) => Promise<Reply | undefined>;

/** Gives an entry to another agent, and then does something with the changed entry. */
export const giveTo =
  (run: Run, then: (row: EntryRow) => Promise<unknown>): Missed['again'] =>
  async (row, agent) => {
    const edited = await run('edit', { row, input: { agent } });
    const state = row.schedule.ledger.schedule.get(row.state.id);
    return edited?.ok && state && then({ ...row, state });
  };

/** The setting is of the machine that the agents run on: in a remote window it stands among the remote ones. */
const openAgentSetting = (): Thenable<unknown> =>
  vscode.commands.executeCommand(
    vscode.env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings',
    { query: '@id:defer.agents' },
  );
