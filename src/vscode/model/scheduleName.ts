import { apartName } from '../../render/view/groups.ts';
import type { Scope } from '../../store/ledger.ts';

/** The parts of a schedule that say its name. */
export interface Named {
  readonly folder: { readonly name: string };
  readonly ledger: { readonly scope: Scope };
}

/** What a person reads as the name of a schedule: that of its folder, or the word for the global one. */
export const scheduleName = ({ folder, ledger }: Named): string =>
  ledger.scope === 'global' ? apartName() : folder.name;
