import { isRefusal } from '../core/refusal.ts';
import { inkNames, PLAIN } from '../render/paper.ts';
import { picture, viewAt } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import { find, jsonOf } from './find.ts';
import { defineVerb, refuse } from './verb.ts';

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
    const now = host.clock.now();
    const seen = picture(found.state, viewAt(now, host.zone, host.alive));
    const say = inkNames(entryText(seen, now, host.zone), host.paper ?? PLAIN);
    return { ok: true, say, value: jsonOf(host, found.ledger, found.state) };
  },
});
