import * as l10n from '@vscode/l10n';
import { cp, lstat, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Brings } from '../../core/agent/worktreePlan.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { realInside, realOf } from '../../store/disk/realInside.ts';
import { Git } from '../../store/events/git.ts';

/**
 * Puts what git ignores of a checkout into a worktree: copies of some, links to others, as the person's own settings
 * name them. Only what git ignores in both, and only what lies in the checkout itself. Gives a sentence for each that
 * could not be brought. What is not there is passed over. Both are real paths.
 */
export async function bringAlong(checkout: string, worktree: string, brings: Brings): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [paths, isLink] of [
    [brings.copy, false],
    [brings.link, true],
  ] as const) {
    for (const path of paths) {
      const why = await bring(checkout, worktree, path, isLink).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (why !== undefined) {
        problems.push(
          isLink
            ? l10n.t('"{0}" was not linked into the worktree: {1}.', cleanLine(path, 80), why)
            : l10n.t('"{0}" was not copied into the worktree: {1}.', cleanLine(path, 80), why),
        );
      }
    }
  }
  return problems;
}

/** Undefined where it is there now, or is not in the checkout; else why not. */
async function bring(checkout: string, worktree: string, path: string, isLink: boolean): Promise<string | undefined> {
  const found = await realInside(checkout, path);
  if (found === 'missing') {
    return undefined;
  }
  if (found === 'outside' || found.path !== join(checkout, path)) {
    return l10n.t('it leads out of the checkout, or is a link itself');
  }
  if (!(await isIgnored(checkout, path))) {
    return l10n.t('git does not ignore it');
  }
  const target = join(worktree, path);
  if ((await realOf(dirname(target))) !== dirname(target)) {
    return l10n.t('the folder that it would be in is not there');
  }
  if (await lstat(target).catch(() => undefined)) {
    return l10n.t('something of that name is there already');
  }
  if (isLink) {
    // On Windows a junction needs no right that a person has to be given.
    await symlink(found.path, target, (await lstat(found.path)).isDirectory() ? 'junction' : 'file');
  } else {
    await cp(found.path, target, { recursive: true, force: false, errorOnExist: true, verbatimSymlinks: true });
  }
  if (await isIgnored(worktree, path)) {
    return undefined;
  }
  await rm(target, { recursive: true, force: true });
  return isLink
    ? l10n.t('git would not ignore the link. Name it in .gitignore or .git/info/exclude without a "/" at the end')
    : l10n.t('git does not ignore it there');
}

const isIgnored = async (folder: string, path: string): Promise<boolean> =>
  (await new Git(folder).ask(['check-ignore', '--quiet', '--', path])) !== undefined;
