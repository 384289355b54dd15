import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { Approvals, Launcher } from '../../verbs/host.ts';

/** What starts runs, and what knows which of them a person allowed to start without them. */
export interface Runner {
  readonly launcher: Launcher;
  readonly approvals: Approvals;
}

/** A runner that is loaded, once, when something is to be started or was approved, and by nothing that only looks. */
export function lazyRunner(load: () => Promise<Runner>): Runner {
  const runner = loadOnce(load);
  const launcher = async (): Promise<Launcher> => (await runner()).launcher;
  const approvals = async (): Promise<Approvals> => (await runner()).approvals;
  return {
    launcher: {
      plan: async (...given) => (await launcher()).plan(...given),
      start: async (...given) => (await launcher()).start(...given),
      stop: async (...given) => (await launcher()).stop(...given),
      planOpening: async opening => (await launcher()).planOpening(opening),
      agents: async () => (await launcher()).agents(),
    },
    approvals: {
      look: async (...given) => (await approvals()).look(...given),
      marks: async (...given) => (await approvals()).marks(...given),
      allow: async (...given) => (await approvals()).allow(...given),
      revoke: async (...given) => (await approvals()).revoke(...given),
      settle: async (...given) => (await approvals()).settle(...given),
      looked: async (...given) => (await approvals()).looked(...given),
      held: async ledger => (await approvals()).held(ledger),
      takeBack: async (...given) => (await approvals()).takeBack(...given),
      usage: async (...given) => (await approvals()).usage(...given),
      problem: async () => (await approvals()).problem(),
    },
  };
}
