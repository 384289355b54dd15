import * as l10n from '@vscode/l10n';
import { isRefusal, refusal } from '../../core/basics/refusal.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { NEVER } from '../../core/entry/times.ts';
import { timingOf } from '../../core/entry/timing.ts';
import { memberOf } from '../../core/rows/fieldValues.ts';
import { act } from '../act.ts';
import type { Host } from '../host.ts';
import { find } from '../look/find.ts';
import { nextText } from '../readMoment.ts';
import { defineVerb } from '../verb.ts';

export const reopen = defineVerb({
  name: 'reopen',
  title: 'Reopen',
  help: 'Reopen an entry that is done, cancelled or failed. Its due time stays.',
  examples: ['defer reopen 01KAB'],
  effect: 'owner',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  async run(host, input) {
    const found = await find(host, input.id, { mostlyOpen: true });
    const isOver = !isRefusal(found) && (await isProcessOver(found.entry));
    return act(
      host,
      input,
      entry =>
        entry.isOpen && entry.status !== 'failed'
          ? refusal(l10n.t('The entry is already open.'))
          : { set: { ...REOPENED, ...(isOver && { process: undefined }) } },
      entry => reopenedText(host, entry),
    );
  },
});

const REOPENED = { status: 'pending', reason: undefined, attempts: undefined, last_error: undefined };

/** Whether it is linked to a process that has ended. The next act would cancel it again (`endLinked`). */
async function isProcessOver({ fields }: Entry): Promise<boolean> {
  const process = memberOf(fields, 'process');
  return (
    process !== undefined &&
    (await (await import('../../store/events/processLink.ts')).endedProcess(process)) !== undefined
  );
}

function reopenedText(host: Host, entry: Entry): string {
  const { due } = timingOf(entry, host.clock.now());
  if (due === NEVER) {
    return l10n.t('Reopened.');
  }
  return due === entry.dueAt
    ? l10n.t('Reopened with its old due time.')
    : `${l10n.t('Reopened.')} ${nextText(host, entry)}`;
}
