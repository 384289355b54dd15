import * as vscode from 'vscode';
import { completedPath } from '../../store/programs/loginShell.ts';
import { completePath } from '../../store/programs/programEnvironment.ts';

/** Makes this window find programs as the person's shell does (`completedPath`). The shell is asked once per window. */
export const completeWindowPath = (): Promise<void> =>
  completePath(() => {
    const { appHost, remoteName } = vscode.env;
    // Other hosts are servers, containers and browsers, whose environment was set up for them.
    const isDesktop = appHost === 'desktop' && remoteName === undefined;
    return completedPath({ platform: process.platform, env: process.env, isDesktop });
  });
