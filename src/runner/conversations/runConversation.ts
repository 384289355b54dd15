import { join } from 'node:path';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import { isInside, pathInside } from '../../store/disk/inside.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import type { InWorktree } from '../../verbs/conversationDesk.ts';
import { rememberedSession } from '../agents/session.ts';
import { runSessionKey } from '../agents/sessionSearch.ts';
import { readResults, type ResultRecord } from '../results/resultRecord.ts';

/** The records of the runs that worked in the worktree of Defer's around a folder, the newest first. */
export async function runsAround(home: string, folder: string): Promise<readonly ResultRecord[]> {
  // Nearly no folder is in one, so no record is read for the others.
  return isInside(folder, join(realFolder(home), 'worktrees'))
    ? (await readResults(home)).filter(({ worktree }) => isInside(folder, worktree))
    : [];
}

/**
 * The worktree of a run that a conversation is in. It is the run's own where this machine remembers it so. A tool that
 * chooses the id itself may call before the runner has found it: then it is that of the run that goes on.
 */
export async function worktreeOf(home: string, { id, folder: at }: KnownConversation): Promise<InWorktree | undefined> {
  const records = await runsAround(home, at);
  for (const { token, agent, state, folder, checkout, prefix } of records) {
    const known = await rememberedSession(home, runSessionKey(token), agent);
    if (known === id || (known === undefined && state === 'running')) {
      const cwd = pathInside(realFolder(folder), join(checkout, prefix)) ?? '';
      return { folder: realFolder(folder), run: { token, agent, cwd } };
    }
  }
  const [newest] = records;
  return newest && { folder: realFolder(newest.folder) };
}
