import { isCount, isRecord } from '../rows/fieldValues.ts';

/** Tokens that a conversation used over some time, as its tool's own store has them. */
export interface Tokens {
  /** What the model was given, with all that came from the cache or went into it. */
  readonly input_tokens: number;
  /** How much of the input was read from the cache, and how much was written to it. Absent where the tool does not tell. */
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

const PARTS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies readonly (keyof Tokens)[];

/** Reads the `used` of a run event; undefined where it says no input or no output. Parts that cannot be read are left out. */
export function readTokensUsed(value: unknown): TokensUsed | undefined {
  if (!isRecord(value) || !isCount(value['input_tokens']) || !isCount(value['output_tokens'])) {
    return undefined;
  }
  const parts = PARTS.flatMap(name => (isCount(value[name]) ? [[name, value[name]] as const] : []));
  return { ...(Object.fromEntries(parts) as unknown as Tokens), exact: value['exact'] === true };
}

/** The sum of tokens; a part that one of them does not tell is left out. Undefined of none. */
export function sumTokens(all: readonly Tokens[]): Tokens | undefined {
  const [first, ...rest] = all;
  return first && rest.reduce((sum, one) => combine(sum, one, (a, b) => a + b), first);
}

/** What came on top of what there was before; undefined where any part went down, which no sum does. */
export function tokensSince(before: Tokens, after: Tokens): Tokens | undefined {
  const difference = combine(after, before, (a, b) => a - b);
  return PARTS.some(name => (difference[name] ?? 0) < 0) ? undefined : difference;
}

function combine(one: Tokens, other: Tokens, how: (a: number, b: number) => number): Tokens {
  const parts = PARTS.flatMap(name => {
    const [a, b] = [one[name], other[name]];
    return a === undefined || b === undefined ? [] : [[name, how(a, b)] as const];
  });
  return Object.fromEntries(parts) as unknown as Tokens;
}

/** What a run used, in words: `12,345 tokens in (9,000 from the cache), 450 out`; `at least` where that may not be all. */
export function tokensText({ exact, ...tokens }: TokensUsed): string {
  const said = (count: number): string => count.toLocaleString('en-US');
  const cached = tokens.cache_read_tokens ?? 0;
  const from = cached === 0 ? '' : ` (${said(cached)} from the cache)`;
  return `${exact ? '' : 'at least '}${said(tokens.input_tokens)} tokens in${from}, ${said(tokens.output_tokens)} out`;
}

/** What a run used, as `--json` gives it: null where nobody knows it, each part null where the tool does not tell it. */
export const tokensJson = (used: TokensUsed | undefined): Readonly<Record<string, number | boolean | null>> | null =>
  used === undefined
    ? null
    : { ...Object.fromEntries(PARTS.map(name => [name, used[name] ?? null])), exact: used.exact };
