import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { SeenChanges } from '../changes/watchChanges.ts';
import { watchChanges } from '../changes/watchChanges.ts';
import type { AgentExit } from '../exec/agentProcess.ts';
import type { Claim } from '../start/claim.ts';
import { beginResult } from './beginResult.ts';
import type { ResultIo } from './endResult.ts';

/** Where a run works, from its start to its end. */
export interface Work {
  /** The claim of the run, with the folder that its agent works in. */
  readonly claim: Claim;
  /** How the run ended before it began, where its worktree could not be made: then no agent is started. */
  readonly failure?: AgentExit;
  /** The run has ended. What it changed, as far as that could be found out. */
  end(at: Instant): Promise<SeenChanges | undefined>;
}

/** Makes ready where a run works, as its plan says: a worktree is made, a checkout is only looked at. Never throws. */
export async function workIn(claim: Claim, startedAt: Instant, io: ResultIo): Promise<Work> {
  const { worktree, cwd } = claim.plan;
  if (worktree === undefined) {
    const watch = await watchChanges(cwd);
    return { claim, end: async () => watch?.end() };
  }
  const begun = await beginResult(claim, worktree, startedAt, io);
  if (!isRefusal(begun)) {
    return begun;
  }
  io.say(l10n.t('Nothing was started: the worktree for this run could not be made: {0}.', begun.why));
  // What git quotes are paths of this machine, and this goes into the schedule.
  const why = begun.why.replace(/'[^']*'/g, '…');
  return {
    claim,
    failure: { exitCode: 126, words: `exit code 126: the worktree could not be made: ${why}` },
    end: async () => undefined,
  };
}
