import * as l10n from '@vscode/l10n';
import { isBound, waitsForPerson, type ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { hereText, sinceText, standingText } from '../../render/view/standingText.ts';
import { openDesk } from '../conversations/openDesk.ts';
import { standingOf } from '../conversations/standingOf.ts';
import type { Host } from '../host.ts';
import type { Question } from '../question.ts';
import type { Found } from '../look/find.ts';

/**
 * Whether a run by hand continues the conversation of its entry, or begins a new one. The person is asked where that
 * conversation went on since, is open in another program, or is not here. Refused where they do not want it, or nobody
 * can be asked. `isSure`: they said yes beforehand, which never means a new conversation.
 */
export async function howToGoOn(
  host: Host,
  { ledger, entry }: Found,
  isSure: boolean,
): Promise<{ readonly fresh: boolean; readonly wasAsked: boolean } | Refusal> {
  const desk = isBound(entry) ? await openDesk(host) : undefined;
  const now = host.clock.now();
  const standing = desk && !isRefusal(desk) && (await standingOf(desk, ledger, entry, { now }));
  if (!standing || !waitsForPerson(standing) || (isSure && standing.state === 'here')) {
    return { fresh: false, wasAsked: false };
  }
  if (await host.confirm(questionOf(standing, host))) {
    return { fresh: standing.state !== 'here', wasAsked: true };
  }
  return refusal(
    standing.state === 'here'
      ? l10n.t(
          '{0} Mark the entry done; or to run it now, confirm it in a terminal or the editor, or use --yes.',
          hereText(standing, now, host.zone) ?? '',
        )
      : (standingText(standing, now, host.zone) ?? ''),
  );
}

function questionOf(standing: ConversationStanding, { clock, zone }: Host): Question {
  if (standing.state !== 'here') {
    return {
      title: l10n.t('Begin a new conversation from what the entry says?'),
      detail:
        standing.state === 'gone'
          ? l10n.t('The agent no longer has the conversation of this entry.')
          : l10n.t('This entry continues a conversation that is not on this machine.'),
      yes: l10n.t('Begin New Conversation'),
    };
  }
  const { isHeld, turns } = standing;
  const since = turns > 0 ? [l10n.t('Since it was put off: {0}.', sinceText(standing, clock.now(), zone))] : [];
  return isHeld
    ? {
        title: l10n.t('Its conversation is open in another program. Run the entry all the same?'),
        detail: [
          ...since,
          l10n.t('Two programs that write to one conversation can spoil it. Close it there first.'),
        ].join(' '),
        yes: l10n.t('Run'),
      }
    : {
        title: l10n.t('Its conversation went on since it was put off. Run the entry all the same?'),
        detail: [...since, l10n.t('If it is dealt with, mark the entry done instead.')].join(' '),
        yes: l10n.t('Run'),
      };
}
