import type { Clock } from '../../core/basics/time.ts';
import { createApprovals } from '../approval/approvals.ts';
import { deferHome } from '../home/homeFiles.ts';
import { createLauncher, type LauncherOptions } from './launcher.ts';
import { programEnvironment } from '../../store/programs/programEnvironment.ts';
import type { Runner } from './lazyRunner.ts';

/** What the editor tells its launcher; the rest is the same for every window of a person. */
export interface EditorLauncherOptions extends Pick<
  LauncherOptions,
  'folders' | 'settings' | 'worktree' | 'standardAgent' | 'limits' | 'retrySettings' | 'begin'
> {
  readonly clock: Clock;
  readonly zone: string;
}

/** The launcher of an editor window and its approvals, with this person's home and environment. */
export function createEditorRunner(options: EditorLauncherOptions): Runner {
  const all = { ...options, home: deferHome(), env: programEnvironment() };
  return { launcher: createLauncher(all), approvals: createApprovals(all) };
}
