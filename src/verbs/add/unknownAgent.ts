import * as l10n from '@vscode/l10n';
import { KEEPERS } from '../../core/agent/launch.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { Host } from '../host.ts';

/**
 * What to say of an agent that an entry was given and that nobody knows here, such as one that was mistyped; empty
 * where it is known. It is no refusal: another machine that shares the schedule may have it.
 */
export async function unknownAgent({ launcher }: Host, agent: string | undefined): Promise<string> {
  const builtIn: readonly string[] = KEEPERS;
  if (agent === undefined || builtIn.includes(agent) || (await launcher.agents()).some(({ name }) => name === agent)) {
    return '';
  }
  return l10n.t('No agent "{0}" is known here. "defer doctor" shows those that are.', cleanLine(agent, 40));
}
