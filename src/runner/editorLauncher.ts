import type { Clock } from '../core/time.ts';
import type { Launcher } from '../verbs/verb.ts';
import { deferHome } from './home.ts';
import { createLauncher, type LauncherOptions } from './launcher.ts';

/** What the editor tells its launcher; the rest is the same for every window of a person. */
export interface EditorLauncherOptions extends Pick<
  LauncherOptions,
  'folders' | 'settings' | 'standardAgent' | 'retrySettings' | 'begin'
> {
  readonly clock: Clock;
  readonly zone: string;
}

/** The launcher of an editor window, with this person's home and environment. */
export const createEditorLauncher = (options: EditorLauncherOptions): Launcher =>
  createLauncher({ ...options, home: deferHome(), env: process.env });
