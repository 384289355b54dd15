import * as l10n from '@vscode/l10n';
import { pause as pauseEntry } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { switchFileOf } from '../switchInFile.ts';
import { defineVerb } from '../verb.ts';

export const pause = defineVerb({
  name: 'pause',
  title: 'Pause',
  help: 'Turn off a repeat until it is resumed.',
  examples: ['defer pause 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: async (host, { id }) =>
    (await switchFileOf(host, id, false)) ??
    act(
      host,
      { id },
      (entry, now) => closedRefusal(entry) ?? pauseEntry(entry, now),
      () => l10n.t('Paused.'),
    ),
});
