import * as l10n from '@vscode/l10n';
import { refusal } from '../core/basics/refusal.ts';
import type { Host, Launcher } from './host.ts';

/**
 * What an agent may touch through the verbs: what the surface brings, in the agent's own name (`agent:<name>`), and
 * nobody to confirm. Nothing starts from here, whatever a verb is asked.
 */
export const agentHost = ({ results: _, ...host }: Host, author: string): Host => ({
  ...host,
  author,
  launcher: withoutStart(host.launcher),
  confirm: async () => false,
});

const withoutStart = (launcher: Launcher): Launcher => {
  const refused = refusal(
    l10n.t('No tool starts or stops anything. A person does, in the editor or with "defer run".'),
  );
  const no = async (): Promise<typeof refused> => refused;
  return { plan: no, start: no, planOpening: no, stop: no, agents: () => launcher.agents() };
};
