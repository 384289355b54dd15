import * as l10n from '@vscode/l10n';
import { refusal } from '../../core/basics/refusal.ts';
import { act } from '../act.ts';
import { defineVerb } from '../verb.ts';

export const reopen = defineVerb({
  name: 'reopen',
  title: 'Reopen',
  help: 'Reopen an entry that is done, cancelled or failed. Its due time stays.',
  examples: ['defer reopen 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: (host, input) =>
    act(
      host,
      input,
      entry =>
        entry.isOpen && entry.status !== 'failed'
          ? refusal(l10n.t('The entry is already open.'))
          : { set: { status: 'pending', reason: undefined, attempts: undefined, last_error: undefined } },
      entry => (entry.dueAt === undefined ? l10n.t('Reopened.') : l10n.t('Reopened with its old due time.')),
    ),
});
