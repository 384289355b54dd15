import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { fellDueAt } from '../../core/entry/automatic.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { grantedTime } from '../../core/agent/grant.ts';
import type { Instant } from '../../core/basics/time.ts';
import { approvableText, differenceText } from '../../render/review/approvalText.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { find, jsonOf } from '../look/find.ts';
import { defineVerb, refuse } from '../verb.ts';
import type { Approval, Host, Question } from '../host.ts';

export const allow = defineVerb({
  name: 'allow',
  title: 'Allow Automatic Runs…',
  help: 'Review all that an entry would start, and let it run automatically from its next time on.',
  examples: ['defer allow 01KAB --dry-run', 'defer allow 01KAB'],
  effect: 'owner',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be allowed; allow nothing' },
  },
  async run(host, { id, dry_run: dryRun }) {
    if (!host.approvals) {
      return refuse('Nothing can be allowed here. Use a terminal or the editor.');
    }
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, entry } = found;
    const approval = await host.approvals.look(ledger, entry);
    if (isRefusal(approval)) {
      return refuse(approval.why);
    }
    const { mark, hash, content, before } = approval;
    const text = approvalPage(host, entry, approval);
    const value = { approved: mark, hash, content, before: before?.content ?? null };
    if (dryRun) {
      return { ok: true, say: text, value: { ...jsonOf(host, ledger, found.state), approval: value } };
    }
    if (mark === true) {
      return {
        ok: true,
        say: 'It is already allowed.',
        value: { ...jsonOf(host, ledger, found.state), approved: mark },
      };
    }
    const sure = await host.confirm({
      ...questionOf(host, entry),
      yes: 'Allow',
      page: { name: `Allow ${cleanLine(entry.id, 40)}`, text },
    });
    if (!sure) {
      return refuse('Nothing was allowed: a person has to confirm it, in a terminal of their own or in the editor.');
    }
    const refused = await host.approvals.allow(ledger, entry, hash);
    if (refused) {
      return refuse(refused.why);
    }
    const late = fellDueAt(entry, host.clock.now()) === undefined ? '' : ` ${LATE}`;
    return {
      ok: true,
      say: `Allowed to run automatically from its next time on.${late}`,
      value: { ...jsonOf(host, ledger, found.state), approved: true },
    };
  },
});

const LATE = 'It is already due: start it yourself this time.';

/** Where an earlier approval counts no more, first why, or what changed since; then all of it. */
function approvalPage(host: Host, entry: Entry, { mark, content, before }: Approval): string {
  const [title, whole] = [cleanLine(entry.title), approvableText(content)];
  if (!before || (mark !== 'changed' && mark !== 'used')) {
    return `${title}\n\n${whole}`;
  }
  const at = (time: Instant): string => describeMoment(time, host.clock.now(), host.zone);
  const since = at(before.approvedAt);
  if (mark === 'used') {
    return `${title}\n\nIt was allowed for one run (${since}), which has happened.\n\nAll of it now:\n${whole}`;
  }
  const [was, is] = [before.slot, entry.dueAt].map(time => (time ? at(time) : 'no time'));
  const times =
    before.once && entry.waits === undefined && was !== is ? [`- Due:       ${was}`, `+ Due:       ${is}`] : [];
  const changes = [...times, differenceText(before.content, content)].filter(Boolean).join('\n');
  return `${title}\n\nChanged since it was allowed (${since}):\n${changes}\n\nAll of it now:\n${whole}`;
}

const DETAIL =
  'What it starts and the whole prompt are shown. If any of it changes, Defer asks again. Defer itself adds only what has changed since: times, counts, commits, and names that are already there.';

/** What is asked: each time, or where it comes up once, for when. */
function questionOf({ clock, zone }: Host, entry: Entry): Pick<Question, 'title' | 'detail'> {
  const now = clock.now();
  const { slot, once } = grantedTime(entry);
  if (!once) {
    return { title: 'Let this entry run automatically whenever it is due?', detail: DETAIL };
  }
  const when = slot === null || slot <= now ? '' : `, ${describeMoment(slot, now, zone)} or later`;
  return {
    title: 'Let this entry run automatically, once, when it is due?',
    detail: `${DETAIL} This is for one run${when}.`,
  };
}
