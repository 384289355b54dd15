import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { findResult } from '../results/findResult.ts';
import { resultJson } from '../results/resultText.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';

export const keep = defineVerb({
  name: 'keep',
  title: 'Keep Result',
  help: 'Merge what a run in a worktree did into the branch that is checked out, if it merges without conflict; or leave it as a branch.',
  examples: ['defer keep 3f2a91c0', 'defer keep 3f2a91c0 --as-branch retry-review'],
  effect: 'owner',
  input: {
    run: { kind: 'text', argument: true, results: true, help: 'Which result, by the id that "defer results" shows' },
    as_branch: {
      kind: 'text',
      word: 'as-branch',
      optional: true,
      bare: '',
      help: 'Leave it as a branch of this name instead; without a name as the one it is on',
    },
  },
  async run(host, { run, as_branch: asBranch }): Promise<Reply> {
    const found = await findResult(host, run);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { desk, result } = found;
    const kept = await desk.keep(result.token, asBranch === undefined ? {} : { asBranch: asBranch.trim() });
    if (isRefusal(kept)) {
      return refuse(kept.why);
    }
    const at = host.clock.now();
    await host.undo?.note(result.folder, { kind: 'keep', at, count: 1, files: [kept.branch] });
    const count = kept.commits === 1 ? l10n.t('1 commit') : l10n.t('{0} commits', kept.commits);
    const branch = cleanLine(kept.branch);
    const did =
      asBranch === undefined
        ? l10n.t('Kept: merged {0} into {1}.', count, branch)
        : l10n.t('Kept as the branch {0}, {1}.', branch, count);
    const rest =
      kept.ref === undefined ? '' : ` ${l10n.t('What is in none of them is kept for 30 days under {0}.', kept.ref)}`;
    return {
      ok: true,
      say: did + rest,
      value: {
        ...resultJson(result),
        result: 'kept',
        branch,
        kept: { branch, commit: kept.commit, commits: kept.commits, ref: kept.ref ?? null },
      },
    };
  },
});
