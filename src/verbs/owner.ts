import { refusal, type Refusal } from '../core/refusal.ts';
import { isAgent } from './time.ts';
import type { Host } from './verb.ts';

/** The refusal of an act that only a person does, where an agent asks for it. */
export const agentRefusal = (host: Host): Refusal | undefined =>
  isAgent(host) ? refusal('Only a person may do that, not an agent. Ask the person to do it themselves.') : undefined;
