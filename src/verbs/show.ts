import { isRefusal } from '../core/refusal.ts';
import { toJson } from '../render/json.ts';
import { picture, viewAt } from '../render/picture.ts';
import { entryText } from '../render/text.ts';
import { find } from './find.ts';
import { withMark } from './marks.ts';
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
    const { ledger, state } = found;
    const now = host.clock.now();
    const seen = await withMark(host, ledger, picture(state, viewAt(now, host.zone, host.alive)));
    return { ok: true, say: entryText(seen, now, host.zone), value: toJson(seen, ledger) };
  },
});
