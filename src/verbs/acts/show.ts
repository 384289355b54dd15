import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { clean } from '../../render/text/clean.ts';
import { toJson } from '../../render/view/json.ts';
import { styleNames, PLAIN } from '../../render/text/terminalStyle.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import { entryText } from '../../render/text/entryText.ts';
import { driftOf } from '../look/entryDrift.ts';
import { find } from '../look/find.ts';
import { withHandoffs } from '../look/handoffsOf.ts';
import { defineVerb, refuse } from '../verb.ts';
import { isAgent, type Host } from '../host.ts';
import { withStandings } from '../conversations/standingOf.ts';
import { withApprovalMark } from '../look/seenEntries.ts';

export const show = defineVerb({
  name: 'show',
  title: 'Show Entry',
  help: 'Show everything about an entry.',
  examples: ['defer show 01KAB'],
  effect: 'reads',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  async run(host, { id }) {
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, state } = found;
    const now = host.clock.now();
    const looked = await withApprovalMark(host, ledger, viewEntry(state, viewAt(now, host.zone, host.alive)));
    const told = isAgent(host) ? looked : await withHandoffs(ledger, host.ledgers, looked);
    const [seen = told] = await withStandings(host, [{ ...told, ledger }]);
    const drift = await driftOf(ledger, seen.entry);
    const text = styleNames(entryText(seen, now, host.zone, drift), host.style ?? PLAIN);
    const output = await lastOutput(host, seen.runs);
    const say = output === undefined ? text : l10n.t('{0}\nOutput of the last automatic run: {1}', text, clean(output));
    return { ok: true, say, value: { ...toJson(seen, ledger), drift: drift ?? null } };
  },
});

/** Where this machine keeps what the last run that nobody watched printed. */
async function lastOutput({ records }: Host, runs: readonly Run[]): Promise<string | undefined> {
  const last = runs.findLast(run => run.unattended);
  return last && (await records?.output(last.token))?.path;
}
