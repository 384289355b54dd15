import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../store/disk/fault.ts';
import { profilesPath } from '../home/homeFiles.ts';

const FOLDERS = [
  ...['', 'allow', 'claims', 'machines', 'tokens', 'prompts', 'runners', 'sessions', 'usage', 'uses'],
  ...['budgets', 'results', 'undo', 'worktrees'],
] as const;

/**
 * What is wrong with who may write to `~/.sf/defer`, and what to do; undefined where all is well, or nothing is there.
 * Whoever can write there can approve, so then nothing runs without a person (docs/security.md, "Threats"). Windows is
 * not asked.
 */
export async function homeProblem(home: string): Promise<string | undefined> {
  const user = process.getuid?.();
  if (user === undefined) {
    return undefined;
  }
  for (const path of [...FOLDERS.map(name => join(home, name)), profilesPath(home), join(home, 'worktree.json')]) {
    try {
      const { uid, mode } = await stat(path);
      if (uid !== user) {
        return l10n.t('{0} belongs to another user, so nothing runs automatically. Remove it, or make it yours.', path);
      }
      if ((mode & 0o022) !== 0) {
        return l10n.t('Others can write to {0}, so nothing runs automatically. Forbid it with chmod go-w.', path);
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        return l10n.t('{0} cannot be checked, so nothing runs automatically. Check who owns it.', path);
      }
    }
  }
  return undefined;
}
