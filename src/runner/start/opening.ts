import * as l10n from '@vscode/l10n';
import { fillVector, withoutPrompt, type LaunchPlan } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { realOf } from '../../store/disk/realInside.ts';
import type { Opening } from '../../verbs/host.ts';
import { chooseAgent, type Agents } from '../agents/agents.ts';
import { isSessionId } from '../agents/session.ts';
import { keeperOf } from '../keepers/keeperOf.ts';

/**
 * What opens a conversation for a person: the tool as it is started without a prompt, in the folder that the
 * conversation belongs to. The id comes from the tool's own store or from what this machine wrote down, never from the
 * file. Refused where the tool cannot, or where the conversation or its folder is gone.
 */
export async function planOpening({ agent, id, folder }: Opening, agents: Agents): Promise<LaunchPlan | Refusal> {
  if (!isSessionId(id)) {
    return refusal(l10n.t('That is no id of a conversation.'));
  }
  const chosen = await chooseAgent(agent, agents);
  if (isRefusal(chosen)) {
    return chosen;
  }
  const { resume, keeper: keeperName } = chosen.profile;
  if (!resume || chosen.profile.input === 'executor') {
    return refusal(l10n.t('The profile {0} has no "resume", so it cannot open a conversation again.', agent));
  }
  if ((await realOf(folder)) !== folder) {
    return refusal(l10n.t('The folder of that conversation no longer exists, so it cannot be opened in it.'));
  }
  const keeper = keeperName && keeperOf(keeperName, agents.env, agents.folders);
  if ((await keeper?.has?.(id)) === false) {
    return refusal(l10n.t('{0} no longer has that conversation.', agent));
  }
  return {
    ...{ entryId: '', occ: '', gen: 0, again: false, unattended: false, agent, mode: 'callback' },
    executable: chosen.executable.path,
    calledAs: chosen.executable.calledAs,
    args: fillVector(withoutPrompt(resume), '', id),
    ...{
      cwd: folder,
      prompt: '',
      basis: '',
      pattern: { input: 'argument', vectors: [resume] },
      session: id,
      reopens: '',
    },
  };
}
