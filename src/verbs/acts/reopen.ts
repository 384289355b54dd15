import * as l10n from '@vscode/l10n';
import { refusal } from '../../core/basics/refusal.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { NEVER } from '../../core/entry/times.ts';
import { timingOf } from '../../core/entry/timing.ts';
import { act } from '../act.ts';
import type { Host } from '../host.ts';
import { nextText } from '../readMoment.ts';
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
      entry => reopenedText(host, entry),
    ),
});

function reopenedText(host: Host, entry: Entry): string {
  const { due } = timingOf(entry, host.clock.now());
  if (due === NEVER) {
    return l10n.t('Reopened.');
  }
  return due === entry.dueAt
    ? l10n.t('Reopened with its old due time.')
    : `${l10n.t('Reopened.')} ${nextText(host, entry)}`;
}
