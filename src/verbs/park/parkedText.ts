import * as l10n from '@vscode/l10n';
import type { Written } from './parkPlan.ts';

/** What is said of one that was put off: how it goes on, and when. */
export function parkedText(how: Written['how'], when: string, isAhead: boolean): string {
  switch (how) {
    case 'goes on':
      return isAhead
        ? l10n.t('The conversation continues on {0}, a minute after the limit resets.', when)
        : l10n.t('The conversation continues on {0}, since the limit has reset.', when);
    case 'is not here':
      return isAhead
        ? l10n.t(
            'That conversation is not on this machine, so the work starts in a new one on {0}, a minute after the limit resets.',
            when,
          )
        : l10n.t(
            'That conversation is not on this machine, so the work starts in a new one on {0}, since the limit has reset.',
            when,
          );
    case 'anew':
      return isAhead
        ? l10n.t('The work starts in a new conversation on {0}, a minute after the limit resets.', when)
        : l10n.t('The work starts in a new conversation on {0}, since the limit has reset.', when);
    case 'reminds':
      return isAhead
        ? l10n.t('You will be reminded on {0}, a minute after the limit resets.', when)
        : l10n.t('You will be reminded on {0}, since the limit has reset.', when);
  }
}
