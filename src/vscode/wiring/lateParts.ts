import type { Instant } from '../../core/basics/time.ts';
import type { ActingParts } from './desk.ts';

/** Parts that are loaded when they are first asked for, and since when the window is open. */
export interface LateParts {
  readonly desk: () => Promise<ActingParts>;
  readonly conversations: () => Promise<unknown>;
  readonly results: () => Promise<unknown>;
  readonly since: Instant;
}
