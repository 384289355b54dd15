import { isCount, isRecord } from '../rows/fieldValues.ts';

/** Tokens that a conversation used over some time, as its tool's own store has them. */
export interface Tokens {
  /** What the model was given, with all that came from the cache or went into it. */
  readonly input_tokens: number;
  /**
   * How much of the input was read from the cache, and how much was written to it. Absent where the tool does not tell.
   */
  readonly cache_read_tokens?: number;
  readonly cache_write_tokens?: number;
  /** What the model said, with what it thought. */
  readonly output_tokens: number;
  /** How much of the output was thought. Absent where the tool does not tell. */
  readonly reasoning_tokens?: number;
}

/** What a run used, as the file keeps it. */
export interface TokensUsed extends Tokens {
  /** Whether that is all. Where a run was cut off, its last call may be missing. */
  readonly exact: boolean;
}

/** The names of all parts, in the order in which they are shown. */
export const TOKEN_PARTS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies readonly (keyof Tokens)[];

/**
 * Reads the `used` of a run event; undefined where it says no input or no output. Parts that cannot be read are left
 * out.
 */
export function readTokensUsed(value: unknown): TokensUsed | undefined {
  if (!isRecord(value) || !isCount(value['input_tokens']) || !isCount(value['output_tokens'])) {
    return undefined;
  }
  const parts = TOKEN_PARTS.flatMap(name => (isCount(value[name]) ? [[name, value[name]] as const] : []));
  return { ...(Object.fromEntries(parts) as unknown as Tokens), exact: value['exact'] === true };
}
