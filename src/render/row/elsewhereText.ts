import * as l10n from '@vscode/l10n';
import { elsewhereOf, type Elsewhere } from '../../core/exchange/elsewhere.ts';
import { cleanLine } from '../text/clean.ts';
import type { EntryView } from '../view/entryView.ts';

/** The other schedulers that may start the same work as an entry, as far as it says so and somebody looked. */
export const othersOf = ({ entry, handoffs = [] }: Pick<EntryView, 'entry' | 'handoffs'>): readonly Elsewhere[] => [
  ...elsewhereOf(entry),
  ...handoffs,
];

/** Each in a clause of its own, cleaned; undefined where there is none. */
export const elsewhereText = (others: readonly Elsewhere[]): string | undefined =>
  others.length === 0 ? undefined : others.map(clauseOf).join('\n');

function clauseOf({ scheduler, where, since }: Elsewhere): string {
  const place = cleanLine(where ?? '', 120);
  switch (scheduler) {
    case 'vscode':
      return place === ''
        ? l10n.t("VS Code's own Automations, if it was imported there and turned on")
        : l10n.t("VS Code's own Automations, if {0} was imported there and turned on", place);
    case 'cron':
      return l10n.t('cron on this machine, like everything due here; nothing is started twice');
    case 'systemd':
      return l10n.t('systemd on this machine ({0}), like everything due here; nothing is started twice', place);
    case 'launchd':
      return l10n.t('launchd on this machine ({0}), like everything due here; nothing is started twice', place);
    case 'github':
      return l10n.t('GitHub Actions ({0}), on a machine of its own: the same time may run twice', place);
    default:
      if (place === '') {
        return l10n.t('{0}, if it is still on there', scheduler);
      }
      return since === 'export'
        ? l10n.t('{0}, if it is still on there (exported to {1})', scheduler, place)
        : l10n.t('{0}, if it is still on there (imported from {1})', scheduler, place);
  }
}
