import { refusal } from '../../core/basics/refusal.ts';
import { act } from '../act.ts';
import { defineVerb } from '../verb.ts';

export const reopen = defineVerb({
  name: 'reopen',
  title: 'Reopen',
  help: 'Open an entry again that is done, cancelled or failed. Its due time stays.',
  examples: ['defer reopen 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input.id,
      entry =>
        entry.open && entry.status !== 'failed'
          ? refusal('The entry is open already.')
          : { set: { status: 'pending', reason: undefined, attempts: undefined, last_error: undefined } },
      entry => (entry.dueAt === undefined ? 'Open again.' : 'Open again, with its old due time.'),
    ),
});
