import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { WORK_PLACES } from '../../core/rows/workPlace.ts';
import { find, jsonOf } from '../look/find.ts';
import { defineVerb, refuse, refuseFor } from '../verb.ts';
import { placedEntry, placeRefusal } from '../running/allowPlace.ts';
import { approvalPage, askToAllow, lateText } from '../running/askToAllow.ts';

export const allow = defineVerb({
  name: 'allow',
  title: 'Allow Automatic Runs…',
  help: 'Review all that an entry would start, and let it run automatically from its next time on.',
  examples: ['defer allow 01KAB --dry-run', 'defer allow 01KAB', 'defer allow 01KAB --in here'],
  effect: 'owner',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    in: {
      kind: 'choice',
      choices: WORK_PLACES,
      optional: true,
      help: 'Write into the entry where its runs work: here, or in a git worktree of their own',
    },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be allowed; allow nothing' },
  },
  async run(host, { id, dry_run: dryRun, in: place }) {
    if (!host.approvals) {
      return refuse(l10n.t('Nothing can be allowed here. Use a terminal or the editor.'));
    }
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger } = found;
    const refusedPlace = place === undefined ? undefined : placeRefusal(found.entry);
    if (refusedPlace) {
      return refuse(refusedPlace.why);
    }
    const entry = place === undefined ? found.entry : placedEntry(found.entry, place);
    const approval = await host.approvals.look(ledger, entry);
    if (isRefusal(approval)) {
      return refuseFor(approval);
    }
    const { mark, hash, content, before } = approval;
    const text = await approvalPage(host, ledger, entry, approval);
    const value = { approved: mark, hash, content, before: before?.content ?? null };
    if (dryRun) {
      return { ok: true, say: text, value: { ...jsonOf(host, ledger, found.state), approval: value } };
    }
    // What is allowed may say it without words; then only the entry is to say it from now on.
    if (mark === true && (place === undefined || place === found.entry.place)) {
      return {
        ok: true,
        say: l10n.t('It is already allowed.'),
        value: { ...jsonOf(host, ledger, found.state), approved: mark },
      };
    }
    const refused = await askToAllow(host, host.approvals, { ledger, entry, approval, place });
    if (refused) {
      return refuse(refused.why);
    }
    return {
      ok: true,
      say: [l10n.t('Allowed to run automatically from its next time on.'), lateText(host, entry), host.starter?.()]
        .filter(Boolean)
        .join(' '),
      value: { ...jsonOf(host, ledger, found.state), approved: true },
    };
  },
});
