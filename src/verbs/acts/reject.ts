import * as l10n from '@vscode/l10n';
import { proposedRefusal } from './accept.ts';
import { act } from '../act.ts';
import { defineVerb } from '../verb.ts';

export const reject = defineVerb({
  name: 'reject',
  title: 'Reject',
  help: 'Reject an entry that an agent or a file proposed.',
  examples: ['defer reject 01KAB --reason "Done already"'],
  effect: 'owner',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    reason: { kind: 'text', optional: true, help: 'Why' },
  },
  run: (host, input) =>
    act(
      host,
      input,
      entry => proposedRefusal(entry) ?? { set: { status: 'cancelled', reason: input.reason?.trim() || undefined } },
      () => l10n.t('Rejected.'),
    ),
});
