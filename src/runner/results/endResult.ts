import * as l10n from '@vscode/l10n';
import type { Instant } from '../../core/basics/time.ts';
import type { ResultState } from '../../verbs/resultDesk.ts';
import type { SeenChanges } from '../changes/watchChanges.ts';
import { endWorktree } from '../worktrees/endWorktree.ts';
import { changesInWorktree } from './changesInWorktree.ts';
import { isBeingDecided } from './deciding.ts';
import { isUndecided, ownWorktreeOf } from './ownWorktree.ts';
import { readResult, writeResult, type ResultRecord } from './resultRecord.ts';

/** What a runner needs for the record of a result. */
export interface ResultIo {
  readonly home: string;
  readonly say: (text: string) => void;
}

/**
 * Records the end of a run. A run that was given up may have been taken for ended before, and somebody may have decided
 * about it since: then the record stays as it is, and so does the worktree.
 */
export async function endResult(
  record: ResultRecord,
  endedAt: Instant,
  { home, say }: ResultIo,
): Promise<SeenChanges | undefined> {
  const own = ownWorktreeOf(record);
  const { seen, isNothing } = await changesInWorktree(own);
  const known = await readResult(home, record.token);
  if (known && !isOpen(known)) {
    return seen;
  }
  const found = seen && { changes: seen.changes, files: seen.files };
  const write = (state: ResultState): Promise<void> =>
    writeResult(home, { ...record, ...found, endedAt, state }).catch((error: unknown) =>
      say(l10n.t('The record of what the run left could not be kept: {0}', String(error))),
    );
  await write(isNothing ? 'nothing' : known?.state === 'read' ? 'read' : 'unread');
  if (isNothing) {
    const refused = await endWorktree(home, own, { safeIn: own.base });
    if (refused) {
      say(refused.why);
    }
    // Who looked while it was deleted may have taken it for one that the agent deleted.
    const after = refused ? undefined : await readResult(home, record.token);
    await (after?.state === 'unread' ? write('nothing') : undefined);
  }
  return seen;
}

/** Whether nobody has decided about a result, or is doing that. */
const isOpen = (record: ResultRecord): boolean =>
  (record.state === 'running' || record.state === 'nothing' || isUndecided(record)) && !isBeingDecided(record);
