import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { act, closedRefusal } from '../act.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { heartbeatRefusal } from '../switchInFile.ts';
import { defineVerb } from '../verb.ts';

export const cancel = defineVerb({
  name: 'cancel',
  title: 'Cancel',
  help: 'Close an open entry without doing it. A repeat ends altogether.',
  examples: ['defer cancel 01KAB --reason "Not needed any more"'],
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    reason: { kind: 'text', optional: true, help: 'Why' },
    note: NOTE_FIELD,
  },
  run: (host, input) =>
    act(
      host,
      input,
      entry =>
        closedRefusal(entry) ??
        heartbeatRefusal(entry) ??
        fileRefusal(entry) ?? { set: { status: 'cancelled', reason: input.reason?.trim() || undefined } },
      entry => (entry.repeat === undefined ? l10n.t('Cancelled.') : l10n.t('Cancelled. It no longer repeats.')),
    ),
});

/** A file says that the entry is, and would go on saying so: it ends where the file does. */
const fileRefusal = ({ file }: Entry): Refusal | undefined =>
  file === undefined
    ? undefined
    : refusal(
        l10n.t(
          'A file defines this entry, so it cannot be cancelled. Delete the file, or pause the entry ("defer pause").',
        ),
      );
