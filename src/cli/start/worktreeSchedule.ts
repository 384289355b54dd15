import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../core/rows/fieldValues.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realFolder } from '../../store/disk/realFolder.ts';

/**
 * The folder of the schedule whose run works, or worked, in a worktree of Defer's around a folder; undefined where
 * there is none around it. A copy of the schedule may lie in the worktree, and is never the one that is meant. Whether
 * the environment still tells of the run makes no difference: not every tool passes that on. `home`: Defer's.
 */
export function scheduleOfWorktree(folder: string, home: string): string | undefined {
  // Nearly nobody asks from there, so nothing is read for the others.
  if (!isInside(folder, join(realFolder(home), 'worktrees'))) {
    return undefined;
  }
  const results = join(home, 'results');
  const records = namesIn(results)
    .flatMap(name => recordIn(join(results, name)))
    .filter(({ worktree }) => isInside(folder, worktree))
    .sort((one, other) => other.startedAt - one.startedAt);
  return records[0]?.folder;
}

interface Found {
  readonly worktree: string;
  readonly folder: string;
  readonly startedAt: number;
}

function recordIn(path: string): readonly Found[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { worktree, folder, startedAt } = isRecord(value) ? value : {};
    return typeof worktree === 'string' && typeof folder === 'string' && typeof startedAt === 'number'
      ? [{ worktree, folder, startedAt }]
      : [];
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(name => name.endsWith('.json'));
  } catch {
    return [];
  }
}
