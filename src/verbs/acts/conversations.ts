import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { KEEPERS } from '../../core/agent/launch.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { conversationsText } from '../../render/text/conversationText.ts';
import { conversationJson } from '../../render/view/conversationJson.ts';
import { entriesByConversation } from '../conversations/openEntries.ts';
import { openDesk } from '../conversations/openDesk.ts';
import { foldersOf } from '../conversations/conversationFolders.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';

export const conversations = defineVerb({
  name: 'conversations',
  title: 'Show Conversations',
  help: 'Show the conversations with agents on this machine, for this folder, newest first.',
  examples: ['defer conversations', 'defer conversations --agent claude', 'defer conversations --everywhere --json'],
  effect: 'reads',
  person: true,
  input: {
    agent: { kind: 'choice', choices: KEEPERS, optional: true, help: 'Only those with this agent' },
    everywhere: { kind: 'flag', optional: true, help: 'Those of all folders' },
  },
  async run(host, { agent, everywhere }): Promise<Reply> {
    const desk = await openDesk(host);
    if (isRefusal(desk)) {
      return refuse(desk.why);
    }
    const folders = everywhere ? undefined : foldersOf(host);
    const [found, entries] = await Promise.all([
      desk.list({ folders, agent }),
      entriesByConversation(host.ledgers, desk),
    ]);
    const older = found.older > 0 ? [l10n.t('{0} older conversations were not read.', found.older)] : [];
    const report = [...found.problems.map(line => cleanLine(line)), ...older].join('\n');
    const options = {
      ...{ now: host.clock.now(), zone: host.zone, style: host.style },
      ...{ withFolders: everywhere === true, entries },
    };
    return {
      ok: true,
      ...(report !== '' && { report }),
      get say() {
        return found.conversations.length === 0
          ? everywhere
            ? l10n.t('There are no conversations on this machine.')
            : l10n.t('There are no conversations in this folder. --everywhere shows those of all folders.')
          : conversationsText(found.conversations, options);
      },
      value: found.conversations.map(one => conversationJson(one, entries.get(one.id))),
    };
  },
});
