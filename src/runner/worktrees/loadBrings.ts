import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import { BRINGS_NOTHING, readBrings, type Brings } from '../../core/agent/worktreePlan.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { parseJson, readIfThere } from '../home/homeFiles.ts';

const FILE = '~/.sf/defer/worktree.json';

/**
 * What this person has brought along into worktrees of what git ignores: by the editor's machine-scope setting
 * `defer.worktree`, else by `worktree.json` in Defer's home; else nothing. Refused where that cannot be read. Nothing
 * of it comes from a workspace.
 */
export async function loadBrings(home: string, settings: unknown): Promise<Brings | Refusal> {
  const set = readBrings(settings, l10n.t('The setting defer.worktree'));
  if (set !== undefined) {
    return set;
  }
  const text = await readIfThere(join(home, 'worktree.json')).catch(() => '');
  const value = text === undefined ? undefined : parseJson(text);
  return text !== undefined && value === undefined
    ? refusal(l10n.t('{0} is not valid JSON, so no worktree is made. Correct or remove it.', FILE))
    : (readBrings(value, FILE) ?? BRINGS_NOTHING);
}
