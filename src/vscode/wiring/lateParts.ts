import type { ActingParts } from './desk.ts';

/** Parts that are loaded when they are first asked for. */
export interface LateParts {
  readonly desk: () => Promise<ActingParts>;
  readonly conversations: () => Promise<unknown>;
  readonly results: () => Promise<unknown>;
}
