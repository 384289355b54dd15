import { isRefusal } from '../core/refusal.ts';
import { picture, viewAt } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import { driftOf } from './drift.ts';
import { find, jsonOf } from './find.ts';
import { defineVerb, refuse } from './verb.ts';

export const show = defineVerb({
  name: 'show',
  title: 'Show…',
  help: 'Show everything about an entry.',
  effect: 'reads',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  async run(host, { id }) {
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const now = host.clock.now();
    const seen = picture(found.state, viewAt(now, host.zone, host.alive));
    const drift = await driftOf(found.ledger, found.entry);
    const value = { ...jsonOf(host, found.ledger, found.state), drift: drift ?? null };
    return { ok: true, say: entryText(seen, now, host.zone, drift), value };
  },
});
