import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toEntry } from '../../core/entry/entry.ts';
import { find, jsonOf } from '../look/find.ts';
import { defineVerb, refuse } from '../verb.ts';

export const stop = defineVerb({
  name: 'stop',
  title: 'Stop Run',
  help: 'Stop the run of an entry. The agent is asked to end, and ended by force after three seconds. The entry stays open.',
  examples: ['defer stop 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  async run(host, { id }) {
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, entry } = found;
    const stopped = await host.launcher.stop(ledger, entry);
    if (isRefusal(stopped)) {
      return refuse(stopped.why);
    }
    const state = (await ledger.look()).get(entry.id) ?? found.state;
    const ended = toEntry(state).isOpen ? l10n.t('Stopped. The entry stays open.') : l10n.t('Stopped.');
    return {
      ok: true,
      say: stopped.hasEnded
        ? ended
        : l10n.t('The run was asked to stop, and has not ended yet. "defer history" shows when it has.'),
      value: { ...jsonOf(host, ledger, state), stopped: stopped.hasEnded },
    };
  },
});
