import type { Instant } from '../basics/time.ts';
import { isCount, recordOf } from '../rows/fieldValues.ts';
import { memberOf, textIn, timeIn, type Json } from '../conversations/reading.ts';
import { sumTokens, tokensSince } from './sumTokens.ts';
import type { Tokens } from './tokensUsed.ts';

/** Sums up what a conversation used from a moment on, from the records of one tool, oldest first. */
export interface UsageReader {
  take(record: Json): void;
  /** Undefined where no record told. */
  used(): Tokens | undefined;
}

/** A reader for what was used from a moment on. It is given the records of a file from its first on. */
export type OpenUsageReader = (since: Instant) => UsageReader;

/** Which lines of a tool's file may tell what was used; in a text of a conversation the quotes would be escaped. */
export const USAGE_LINES = {
  claude: /"usage":/,
  codex: /"token_count"/,
  copilot: /"session\.usage_record"/,
  gemini: /"tokens":/,
} as const;

/** A member that counts tokens; 0 where it does not. */
const countIn = (value: unknown, name: string): number => {
  const count = memberOf(value, name);
  return isCount(count) ? count : 0;
};

/** Whether a value has counts under both names. */
const tells = (value: unknown, input: string, output: string): boolean =>
  isCount(memberOf(value, input)) && isCount(memberOf(value, output));

/** Keeps one count for each call of a model: a later one of a call is the same call, told again. */
function callsSince(since: Instant): {
  note(id: string, at: Instant | undefined, tokens: Tokens): void;
  used(): Tokens | undefined;
} {
  const calls = new Map<string, Tokens>();
  return {
    note(id, at, tokens) {
      if (at !== undefined && at >= since) {
        calls.set(id, tokens);
      }
    },
    used: () => sumTokens([...calls.values()]),
  };
}

/**
 * Claude Code: an `assistant` record for each block of an answer, all with the `usage` of its message. Input that came
 * from the cache, or went into it, is counted beside the other. What the tool says itself (`<synthetic>`) used nothing.
 */
export const claudeUsage: OpenUsageReader = since => {
  const calls = callsSince(since);
  return {
    take(record) {
      const message = memberOf(record, 'message');
      const usage = memberOf(message, 'usage');
      const isCall = textIn(record, 'type') === 'assistant' && textIn(message, 'model') !== '<synthetic>';
      if (!isCall || !tells(usage, 'input_tokens', 'output_tokens')) {
        return;
      }
      const [read, written] = [
        countIn(usage, 'cache_read_input_tokens'),
        countIn(usage, 'cache_creation_input_tokens'),
      ];
      calls.note(textIn(message, 'id') || textIn(record, 'uuid'), timeIn(record, 'timestamp'), {
        input_tokens: countIn(usage, 'input_tokens') + read + written,
        cache_read_tokens: read,
        cache_write_tokens: written,
        output_tokens: countIn(usage, 'output_tokens'),
      });
    },
    used: calls.used,
  };
};

/** Codex: `token_count` events with the sum of the whole conversation until then. The cache is part of the input. */
export const codexUsage: OpenUsageReader = since => {
  let before = NONE;
  let after: Tokens | undefined;
  return {
    take(record) {
      const payload = memberOf(record, 'payload');
      const total = memberOf(memberOf(payload, 'info'), 'total_token_usage');
      const at = timeIn(record, 'timestamp');
      if (
        textIn(payload, 'type') !== 'token_count' ||
        !tells(total, 'input_tokens', 'output_tokens') ||
        at === undefined
      ) {
        return;
      }
      const tokens = {
        input_tokens: countIn(total, 'input_tokens'),
        cache_read_tokens: countIn(total, 'cached_input_tokens'),
        cache_write_tokens: countIn(total, 'cache_write_input_tokens'),
        output_tokens: countIn(total, 'output_tokens'),
        reasoning_tokens: countIn(total, 'reasoning_output_tokens'),
      };
      if (at < since) {
        before = tokens;
      } else {
        after = tokens;
      }
    },
    used: () => after && tokensSince(before, after),
  };
};

const NONE: Tokens = {
  input_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
};

/**
 * Copilot: a `session.usage_record` for each call. The cache is part of the input, what was thought part of the output.
 */
export const copilotUsage: OpenUsageReader = since => {
  const calls = callsSince(since);
  return {
    take(record) {
      const usage = memberOf(memberOf(record, 'data'), 'usage');
      if (textIn(record, 'type') !== 'session.usage_record' || !tells(usage, 'inputTokens', 'outputTokens')) {
        return;
      }
      calls.note(textIn(record, 'id'), timeIn(record, 'timestamp'), {
        input_tokens: countIn(usage, 'inputTokens'),
        cache_read_tokens: countIn(usage, 'cacheReadTokens'),
        cache_write_tokens: countIn(usage, 'cacheWriteTokens'),
        output_tokens: countIn(usage, 'outputTokens'),
        reasoning_tokens: countIn(usage, 'reasoningTokens'),
      });
    },
    used: calls.used,
  };
};

/**
 * Gemini CLI: the `tokens` of each answer; an answer may be written again, alone or with all others (`$set`). The cache
 * is part of the input; what was thought, and what tools were given, stand beside.
 */
export const geminiUsage: OpenUsageReader = since => {
  const calls = callsSince(since);
  return {
    take(record) {
      const set = memberOf(memberOf(record, '$set'), 'messages');
      for (const message of Array.isArray(set) ? set.map(recordOf) : [record]) {
        const tokens = memberOf(message, 'tokens');
        if (textIn(message, 'type') === 'gemini' && tells(tokens, 'input', 'output')) {
          const thought = countIn(tokens, 'thoughts');
          calls.note(textIn(message, 'id'), timeIn(message, 'timestamp'), {
            input_tokens: countIn(tokens, 'input') + countIn(tokens, 'tool'),
            cache_read_tokens: countIn(tokens, 'cached'),
            output_tokens: countIn(tokens, 'output') + thought,
            reasoning_tokens: thought,
          });
        }
      }
    },
    used: calls.used,
  };
};
