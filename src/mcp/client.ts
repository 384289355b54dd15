import { refusal } from '../core/refusal.ts';
import { authorOf } from '../verbs/manners.ts';
import type { Host, Launcher } from '../verbs/verb.ts';

/**
 * What a client may touch through the verbs: what the surface brings, in the client's own name, and nobody to confirm.
 * Nothing starts from here, whatever a verb is asked.
 */
export const clientHost = (host: Host, name: string): Host => ({
  ...host,
  author: authorOf(name),
  launcher: withoutStart(host.launcher),
  confirm: async () => false,
});

const withoutStart = (launcher: Launcher): Launcher => {
  const refused = refusal('Nothing is started over MCP. A person starts it, in the editor or with "defer run".');
  return { plan: async () => refused, start: async () => refused, agents: () => launcher.agents() };
};
