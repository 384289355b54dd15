import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { hookFor } from '../../render/export/hookText.ts';
import { HOOK_TOOLS } from '../../render/view/statusText.ts';
import { defineVerb, refuse } from '../verb.ts';

export const hook = defineVerb({
  name: 'hook',
  title: 'Tell an Agent What Is Due…',
  help: 'Print what makes an agent tell you, when its session starts, how much is due in the folder.',
  examples: ['defer hook claude', 'defer hook opencode > ~/.config/opencode/plugins/defer.js'],
  effect: 'owner',
  input: { tool: { kind: 'choice', choices: HOOK_TOOLS, argument: true, help: 'Which agent' } },
  async run(host, { tool }) {
    if (!host.handoff) {
      return refuse(l10n.t('It is not known here how Defer is started. Ask for the hook on the command line.'));
    }
    const printed = hookFor(tool, await (await host.handoff()).program());
    if (isRefusal(printed)) {
      return refuse(printed.why);
    }
    const { text, where } = printed;
    return { ok: true, say: text, report: where, isPage: true, value: { tool, text, hint: where } };
  },
});
