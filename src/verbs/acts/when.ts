import { isRefusal } from '../../core/basics/refusal.ts';
import { toIso } from '../../core/basics/time.ts';
import { readingText, readWhen } from '../readMoment.ts';
import { defineVerb, refuse } from '../verb.ts';

export const when = defineVerb({
  name: 'when',
  title: 'Read a Time…',
  help: 'Show how Defer reads a time or a rule.',
  examples: ['defer when "tomorrow 9am"', 'defer when "every weekday at 9" --tz Europe/Paris'],
  effect: 'reads',
  input: { text: { kind: 'when', argument: true, help: 'The time, such as "tomorrow 9am" or "every weekday at 9"' } },
  async run(host, { text }) {
    const read = await readWhen(host, text);
    if (isRefusal(read)) {
      return refuse(read.why);
    }
    const { text: typed, kind, zone, reads, notes } = read;
    const meaning =
      read.kind === 'instant'
        ? { at: toIso(read.at) }
        : { repeat: read.repeat.field, words: read.repeat.words, next: read.next.map(toIso) };
    return { ok: true, say: readingText(read), value: { text: typed, kind, ...meaning, zone, reads, notes } };
  },
});
