import * as l10n from '@vscode/l10n';
import { TOKEN_PARTS, type Tokens, type TokensUsed } from './tokensUsed.ts';

/** The sum of tokens; a part that one of them does not tell is left out. Undefined of none. */
export function sumTokens(all: readonly Tokens[]): Tokens | undefined {
  const [first, ...rest] = all;
  return first && rest.reduce((sum, one) => combine(sum, one, (a, b) => a + b), first);
}

/** What came on top of what there was before; undefined where any part went down, which no sum does. */
export function tokensSince(before: Tokens, after: Tokens): Tokens | undefined {
  const difference = combine(after, before, (a, b) => a - b);
  return TOKEN_PARTS.some(name => (difference[name] ?? 0) < 0) ? undefined : difference;
}

function combine(one: Tokens, other: Tokens, how: (a: number, b: number) => number): Tokens {
  const parts = TOKEN_PARTS.flatMap(name => {
    const [a, b] = [one[name], other[name]];
    return a === undefined || b === undefined ? [] : [[name, how(a, b)] as const];
  });
  return Object.fromEntries(parts) as unknown as Tokens;
}

/**
 * What a run used, in words: `12,345 tokens in (9,000 from the cache), 450 out`; `at least` where that may not be all.
 */
export function tokensText({ exact, ...tokens }: TokensUsed): string {
  const said = (count: number): string => count.toLocaleString('en-US');
  const cached = tokens.cache_read_tokens ?? 0;
  const [input, output] = [said(tokens.input_tokens), said(tokens.output_tokens)];
  const text =
    cached === 0
      ? l10n.t('{0} tokens in, {1} out', input, output)
      : l10n.t('{0} tokens in ({1} from the cache), {2} out', input, said(cached), output);
  return exact ? text : l10n.t('at least {0}', text);
}

/**
 * What a run used, as `--json` gives it: null where nobody knows it, each part null where the tool does not tell it.
 */
export const tokensJson = (used: TokensUsed | undefined): Readonly<Record<string, number | boolean | null>> | null =>
  used === undefined
    ? null
    : { ...Object.fromEntries(TOKEN_PARTS.map(name => [name, used[name] ?? null])), exact: used.exact };
