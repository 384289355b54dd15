import { readback } from '../core/readback.ts';
import { isRefusal } from '../core/refusal.ts';
import { fellDueAt } from '../core/automatic.ts';
import type { Entry } from '../core/entry.ts';
import { approvableText, differenceText } from '../render/approvalText.ts';
import { cleanLine } from '../render/clean.ts';
import { find, jsonOf } from './find.ts';
import { agentRefusal } from './owner.ts';
import { defineVerb, refuse, type Approval, type Host } from './verb.ts';

export const allow = defineVerb({
  name: 'allow',
  title: 'Allow Automatic Runs…',
  help: 'Look at all that an entry would start, and let it run without you from its next time on.',
  examples: ['defer allow 01KAB --dry-run', 'defer allow 01KAB'],
  effect: 'owner',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be allowed; allow nothing' },
  },
  async run(host, { id, dry_run: dryRun }) {
    const no = agentRefusal(host);
    if (no || !host.approvals) {
      return refuse(no?.why ?? 'Nothing can be approved here. Use a terminal or the editor.');
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
        say: 'It is allowed already.',
        value: { ...jsonOf(host, ledger, found.state), approved: mark },
      };
    }
    const sure = await host.confirm({
      title: 'Let this entry run without you, each time that it is due?',
      detail:
        'What it starts and the whole prompt are shown. Any change of them asks again. Defer adds only what changed since: times, counts, commits, and names that stand there.',
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
      say: `Allowed to run without you from its next time on.${late}`,
      value: { ...jsonOf(host, ledger, found.state), approved: true },
    };
  },
});

const LATE = 'It is due already: this time is still yours to start.';

/** Where an earlier approval was voided, first what changed since; then all of it. */
function approvalPage({ clock, zone }: Host, entry: Entry, { mark, content, before }: Approval): string {
  const whole = approvableText(content);
  if (mark !== 'changed' || !before) {
    return `${cleanLine(entry.title)}\n\n${whole}`;
  }
  const since = readback(before.at, clock.now(), zone);
  const changes = differenceText(before.content, content);
  return `${cleanLine(entry.title)}\n\nChanged since it was allowed (${since}):\n${changes}\n\nAll of it now:\n${whole}`;
}
