import { isRefusal } from '../core/refusal.ts';
import type { Run } from '../core/run.ts';
import { clean } from '../render/clean.ts';
import { toJson } from '../render/json.ts';
import { inkNames, PLAIN } from '../render/paper.ts';
import { picture, viewAt } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import { driftOf } from './drift.ts';
import { find } from './find.ts';
import { withMark } from './marks.ts';
import { defineVerb, refuse, type Host } from './verb.ts';

export const show = defineVerb({
  name: 'show',
  title: 'Show…',
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
    const seen = await withMark(host, ledger, picture(state, viewAt(now, host.zone, host.alive)));
    const drift = await driftOf(ledger, seen.entry);
    const text = inkNames(entryText(seen, now, host.zone, drift), host.paper ?? PLAIN);
    const output = await lastOutput(host, seen.runs);
    const say = output === undefined ? text : `${text}\nOutput of the last unwatched run: ${clean(output)}`;
    return { ok: true, say, value: { ...toJson(seen, ledger), drift: drift ?? null } };
  },
});

/** Where this machine keeps what the last run that nobody watched printed. */
async function lastOutput({ records }: Host, runs: readonly Run[]): Promise<string | undefined> {
  const last = runs.findLast(run => run.unattended);
  return last && (await records?.output(last.token))?.path;
}
