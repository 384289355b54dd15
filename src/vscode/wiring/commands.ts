import * as vscode from 'vscode';
import type { ActingParts } from './desk.ts';
import type { Failures } from '../model/failures.ts';
import { titlesOf } from './manifest.ts';

/**
 * Registers every command that the manifest offers (a test holds the manifest against the table of commands). Every
 * failure of every command ends in one place.
 */
export function registerCommands(
  manifest: unknown,
  desk: () => Promise<ActingParts>,
  failures: Failures,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...titlesOf(manifest).map(({ command, title }) =>
      vscode.commands.registerCommand(command, async (...given: readonly unknown[]) => {
        try {
          await (await desk()).run(command, ...given);
        } catch (error) {
          failures.report(title.replace('…', ''), error);
        }
      }),
    ),
  );
}
