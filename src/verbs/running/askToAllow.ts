import * as l10n from '@vscode/l10n';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { fellDueAt } from '../../core/entry/automatic.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { grantedTime } from '../../core/agent/grant.ts';
import type { Instant } from '../../core/basics/time.ts';
import { approvableText, differenceText } from '../../render/review/approvalText.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { elsewhereText, othersOf } from '../../render/row/elsewhereText.ts';
import { repeatText } from '../../render/row/repeatText.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Approval, Approvals, Host } from '../host.ts';
import type { Question } from '../question.ts';
import { handoffsOf } from '../look/handoffsOf.ts';
import { allowShown } from './allowShown.ts';
import { approvalAsking } from './approvalAsking.ts';
import { allowPlaced, otherPlace, placeOf } from './allowPlace.ts';

/** What a person is asked to allow: an entry as it is, and what an approval of it would cover. */
interface Asked {
  readonly ledger: Ledger;
  readonly entry: Entry;
  readonly approval: Approval;
  /** Where its runs are to work, where the person said so: the entry and the approval are as they are with that. */
  readonly place?: WorkPlace | undefined;
}

/**
 * Shows a person all that an entry would start, and allows exactly that where they want it; refused otherwise. Where
 * its runs could work elsewhere, they may choose that as well, and then the entry says so from now on.
 */
export async function askToAllow(
  host: Host,
  approvals: Approvals,
  { ledger, entry, approval, place }: Asked,
): Promise<Refusal | undefined> {
  if (host.askToAllow) {
    const isAllowed = await host.askToAllow(approvalAsking(host, approvals, { ledger, id: entry.id, place }));
    return isAllowed ? undefined : refusal(nothing());
  }
  const other = place === undefined ? await otherPlace(approvals, ledger, entry, approval) : undefined;
  let chosen = { place, hash: approval.hash };
  const { title, detail } = questionOf(host, entry);
  const sure = await host.confirm({
    title,
    detail: `${works()[placeOf(approval)]} ${detail}`,
    yes: l10n.t('Allow'),
    page: { name: `Allow ${cleanLine(entry.id, 40)}`, text: await approvalPage(host, ledger, entry, approval) },
    ...(other && {
      also: {
        yes: other.place === 'here' ? l10n.t('Allow in the Checkout') : l10n.t('Allow in a Worktree'),
        place: other.place,
        command: `defer allow ${cleanLine(entry.id, 40)} --in ${other.place}`,
        choose: () => void (chosen = { place: other.place, hash: other.approval.hash }),
      },
    }),
  });
  if (!sure) {
    return refusal(nothing());
  }
  const { place: written, hash } = chosen;
  return written === undefined
    ? allowShown(host, approvals, { ledger, entry, hash })
    : allowPlaced(host, approvals, { ledger, entry, hash }, written);
}

const nothing = (): string =>
  l10n.t('Nothing was allowed. It takes a "yes" from a person, in a terminal of their own or in the editor.');

/** Where its runs work, in a sentence. */
const works = (): Readonly<Record<WorkPlace, string>> => ({
  here: l10n.t('Its runs work in the checkout itself, beside your own changes.'),
  worktree: l10n.t('Its runs work in a worktree of their own, a copy of what is committed by then.'),
});

/** Added where an approval comes too late for this time; otherwise empty. */
export const lateText = (host: Host, entry: Entry): string =>
  fellDueAt(entry, host.clock.now()) === undefined
    ? ''
    : l10n.t('It is already due: start it yourself this time, or reschedule it.');

/**
 * What the person is shown: why an earlier approval no longer counts, or what changed since; then all of the content.
 */
export async function approvalPage(
  host: Host,
  ledger: Ledger,
  entry: Entry,
  { mark, content, before }: Approval,
): Promise<string> {
  const others = elsewhereText(othersOf({ entry, handoffs: await handoffsOf(ledger, host.ledgers) }));
  const elsewhere = others === undefined ? '' : `\n${l10n.t('It may also be started by:')}\n${indent(others)}\n`;
  const { repeat } = entry;
  // Further down, the page shows the rule as the file has it, which few people can read.
  const rule = repeat && !isRefusal(repeat) ? `\n${repeatText(repeat, host.clock.now(), host.zone)}` : '';
  const [title, whole] = [`${cleanLine(entry.title)}${rule}${elsewhere}`, approvableText(content)];
  if (!before || (mark !== 'changed' && mark !== 'used')) {
    return `${title}\n\n${whole}`;
  }
  const at = (time: Instant): string => describeMoment(time, host.clock.now(), host.zone);
  const since = at(before.approvedAt);
  if (mark === 'used') {
    return l10n.t(
      '{0}\n\nIt was allowed for one run ({1}), which has happened.\n\nAll of it now:\n{2}',
      title,
      since,
      whole,
    );
  }
  const [was = '', is = ''] = [before.slot, entry.dueAt].map(time => (time ? at(time) : l10n.t('no time')));
  const times =
    before.once && entry.waits === undefined && was !== is
      ? [l10n.t('- Due:       {0}', was), l10n.t('+ Due:       {0}', is)]
      : [];
  const changes = [...times, differenceText(before.content, content)].filter(Boolean).join('\n');
  return l10n.t('{0}\n\nChanged since it was allowed ({1}):\n{2}\n\nAll of it now:\n{3}', title, since, changes, whole);
}

const indent = (text: string): string => text.replace(/^/gm, '  ');

const detail = (): string =>
  l10n.t(
    'What it starts and the whole prompt are shown. If any of it changes, Defer asks again. Defer itself adds only what has changed since: times, counts, commits, names that are already there, and how the agent says that there is nothing to report.',
  );

/** The question: about every time of a repeat, or about the one time of an entry, named. */
function questionOf({ clock, zone }: Host, entry: Entry): Pick<Question, 'title' | 'detail'> {
  const now = clock.now();
  const { slot, once } = grantedTime(entry);
  if (!once) {
    return { title: l10n.t('Let this entry run automatically whenever it is due?'), detail: detail() };
  }
  const oneRun =
    slot === null || slot <= now
      ? l10n.t('This is for one run.')
      : l10n.t('This is for one run, {0} or later.', describeMoment(slot, now, zone));
  return {
    title: l10n.t('Let this entry run automatically, once, when it is due?'),
    detail: `${detail()} ${oneRun}`,
  };
}
