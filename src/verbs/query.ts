import { toJson } from '../render/json.ts';
import { lookAt } from './look.ts';
import { withMarks } from './marks.ts';
import { defineVerb } from './verb.ts';

export const query = defineVerb({
  name: 'query',
  title: 'Query',
  help: 'Show what is due and what is upcoming, as JSON for other programs.',
  examples: ['defer query --scope all'],
  effect: 'reads',
  input: {},
  async run(host) {
    const [due, upcoming] = await Promise.all(
      (['due', 'upcoming'] as const).map(async which =>
        (await withMarks(host, await lookAt(host, which))).map(one => toJson(one, one.ledger)),
      ),
    );
    const value = { due, upcoming };
    return {
      ok: true,
      get say() {
        return JSON.stringify(value, undefined, 2);
      },
      value,
    };
  },
});
