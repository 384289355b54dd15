import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { KEEPERS } from '../../core/agent/launch.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { vectorText } from '../../render/text/entryText.ts';
import { conversationJson } from '../../render/view/conversationJson.ts';
import { chooseConversation, profileFor } from '../conversations/chooseConversation.ts';
import { entriesByConversation } from '../conversations/openEntries.ts';
import { openDesk } from '../conversations/openDesk.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';

export const open = defineVerb({
  name: 'open',
  title: 'Open Conversation…',
  help: 'Reopen a conversation with an agent in a terminal, in the folder it belongs to.',
  examples: ['defer open last', 'defer open 0cb916db --dry-run'],
  effect: 'launches',
  input: {
    conversation: {
      kind: 'text',
      argument: true,
      conversations: ['last'],
      help: 'Which conversation: its id, the beginning of it, or "last" for the newest in this folder',
    },
    agent: { kind: 'choice', choices: KEEPERS, optional: true, help: 'Only one with this agent' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be started; start nothing' },
  },
  async run(host, { conversation: text, agent, dry_run: dryRun }): Promise<Reply> {
    const [ledger] = host.ledgers;
    const desk = await openDesk(host);
    if (isRefusal(desk)) {
      return refuse(desk.why);
    }
    if (!ledger) {
      return refuse(l10n.t('There is no folder. Open one first.'));
    }
    const conversation = await chooseConversation(host, text, { desk, ledger, agent });
    if (isRefusal(conversation)) {
      return refuse(conversation.why);
    }
    const profile = await profileFor(conversation, undefined, desk);
    if (typeof profile !== 'string') {
      return refuse(profile.why);
    }
    const { id, folder, title, isHeld } = conversation;
    const plan = await host.launcher.planOpening({ agent: profile, id, folder });
    if (isRefusal(plan)) {
      return refuse(plan.why);
    }
    const entry = (await entriesByConversation(host.ledgers, desk)).get(id);
    const value = conversationJson(conversation, entry);
    if (dryRun === true) {
      const argv = [plan.executable, ...plan.args];
      const say = l10n.t('In {0}:\n{1}', clean(plan.cwd), vectorText(argv));
      return { ok: true, say, value: { ...value, plan: { agent: plan.agent, argv, cwd: plan.cwd, session: id } } };
    }
    const isSure =
      !isHeld ||
      (await host.confirm({
        title: l10n.t('Open this conversation a second time?'),
        detail: l10n.t(
          'Another process has it open. Two that write to one conversation lose what was said.\n\n{0}',
          cleanLine(title, 200) || id,
        ),
        yes: l10n.t('Open'),
      }));
    if (!isSure) {
      return refuse(l10n.t('That conversation is open in another process. Close it there first.'));
    }
    const started = await host.launcher.start(ledger, plan);
    if (isRefusal(started)) {
      return refuse(started.why);
    }
    if (started.state === 'started') {
      return { ok: true, say: l10n.t('Opened in the terminal.'), value };
    }
    const { exitCode } = started;
    const say =
      exitCode === 0
        ? l10n.t('The conversation ended.')
        : l10n.t('The conversation ended with exit code {0}.', exitCode);
    return { ok: true, say, value, ...(exitCode !== 0 && { exitCode: 1 }) };
  },
});
