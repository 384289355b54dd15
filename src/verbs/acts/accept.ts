import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import type { Fields } from '../../core/rows/row.ts';
import { act } from '../act.ts';
import { defineVerb } from '../verb.ts';

export const accept = defineVerb({
  name: 'accept',
  title: 'Accept',
  help: 'Accept an entry that an agent or a file proposed. From then on it is due like any other.',
  examples: ['defer accept 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input,
      (entry, now) => proposedRefusal(entry) ?? { set: { status: 'pending', ...fromNowOn(entry, now) } },
      ({ dueAt }) =>
        dueAt === undefined
          ? l10n.t('Accepted.')
          : l10n.t('Accepted, due {0}.', describeMoment(dueAt, host.clock.now(), host.zone)),
    ),
});

/** The times of an entry that a file proposes: nobody waited for what came up before it was accepted. */
function fromNowOn({ file, repeat }: Entry, now: Instant): Fields {
  const slot = file === undefined || repeat === undefined || isRefusal(repeat) ? undefined : repeat.next(now);
  return slot === undefined ? {} : { due_at: toIso(slot), slot: toIso(slot) };
}

/** The refusal of an act that only proposed entries take. */
export const proposedRefusal = (entry: Entry): Refusal | undefined =>
  entry.status === 'proposed'
    ? undefined
    : refusal(l10n.t('The entry is not a proposal, so there is nothing to decide.'));
