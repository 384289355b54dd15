import { isRefusal } from '../core/refusal.ts';
import { toIso } from '../core/time.ts';
import { readingText, readWhen } from './time.ts';
import { defineVerb, refuse } from './verb.ts';

export const when = defineVerb({
  name: 'when',
  title: 'Read a Time…',
  help: 'Show how a time would be read.',
  effect: 'reads',
  input: { text: { kind: 'when', argument: true, help: 'The time, such as "tomorrow 9am"' } },
  async run(host, { text }) {
    const read = await readWhen(host, text);
    if (isRefusal(read)) {
      return refuse(read.why);
    }
    const { kind, at, zone, reads, notes } = read;
    return { ok: true, say: readingText(read), value: { text: read.text, kind, at: toIso(at), zone, reads, notes } };
  },
});
