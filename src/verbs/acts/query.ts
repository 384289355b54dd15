import { FORMAT_VERSION } from '../../core/rows/row.ts';
import { toIso } from '../../core/basics/time.ts';
import { escaped } from '../../render/text/escaped.ts';
import { toJson } from '../../render/view/json.ts';
import { listEntries, withMarks } from '../look/seenEntries.ts';
import { defineVerb } from '../verb.ts';

export const query = defineVerb({
  name: 'query',
  title: 'Query',
  help: 'Show what is due and what is upcoming, as JSON for other programs.',
  examples: ['defer query --scope all'],
  effect: 'reads',
  input: {},
  async run(host) {
    const now = host.clock.now();
    const [due, upcoming] = await Promise.all(
      (['due', 'upcoming'] as const).map(async which =>
        (await withMarks(host, await listEntries(host, which))).map(one => toJson(one, one.ledger)),
      ),
    );
    // What else may come here is new members: a program takes those that it knows.
    const problems = host.ledgers.reduce((sum, ledger) => sum + ledger.problems(now).length, 0);
    const value = { schemaVersion: FORMAT_VERSION, now: toIso(now), due, upcoming, problems };
    return {
      ok: true,
      get say() {
        return escaped(JSON.stringify(value, undefined, 2));
      },
      value,
    };
  },
});
