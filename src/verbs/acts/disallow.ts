import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { find, jsonOf } from '../look/find.ts';
import { defineVerb, refuse } from '../verb.ts';

export const disallow = defineVerb({
  name: 'disallow',
  title: 'Stop Automatic Runs',
  help: 'No longer let an entry run automatically.',
  examples: ['defer disallow 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  async run(host, { id }) {
    if (!host.approvals) {
      return refuse(l10n.t('Nothing can be allowed here. Use a terminal or the editor.'));
    }
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, entry, state } = found;
    if (!(await host.approvals.revoke(ledger, entry))) {
      return refuse(l10n.t('It was not allowed to run automatically, so there is nothing to stop.'));
    }
    await host.undo?.note(ledger.folder, { kind: 'disallow', at: host.clock.now(), count: 1, files: [entry.title] });
    return {
      ok: true,
      say: l10n.t('It no longer runs automatically.'),
      value: { ...jsonOf(host, ledger, state), approved: false },
    };
  },
});
