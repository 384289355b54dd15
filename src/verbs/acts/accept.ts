import type { Entry } from '../../core/entry/entry.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { act } from '../act.ts';
import { defineVerb } from '../verb.ts';

export const accept = defineVerb({
  name: 'accept',
  title: 'Accept…',
  help: 'Accept an entry that an agent proposed. From then on it is due like any other.',
  examples: ['defer accept 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input,
      entry => proposedRefusal(entry) ?? { set: { status: 'pending' } },
      ({ dueAt }) =>
        dueAt === undefined ? 'Accepted.' : `Accepted, due ${describeMoment(dueAt, host.clock.now(), host.zone)}.`,
    ),
});

/** The refusal of an act that only proposed entries take. */
export const proposedRefusal = (entry: Entry): Refusal | undefined =>
  entry.status === 'proposed' ? undefined : refusal('The entry is not a proposal, so there is nothing to decide.');
