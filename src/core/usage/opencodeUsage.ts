import type { Instant } from '../basics/time.ts';
import { isCount } from '../rows/fieldValues.ts';
import { memberOf } from '../conversations/reading.ts';
import type { Tokens } from './tokensUsed.ts';

const ID = /^ses_[A-Za-z0-9]{1,64}$/;

const sum = (path: string): string => `sum(coalesce(json_extract(m.data, '$.tokens.${path}'), 0))`;

/**
 * What is asked of opencode's database: what the answers of a conversation and of its helpers used, from a moment on.
 * The cache stands beside the input, what was thought beside the output. Undefined where the id is none of its own
 * form.
 */
export const opencodeUsageQuery = (id: string, since: Instant): string | undefined =>
  ID.test(id)
    ? `with recursive own(id) as (select '${id}' union select s.id from session s join own on s.parent_id = own.id)
 select count(*) as answers, ${sum('input')} as input, ${sum('output')} as output, ${sum('reasoning')} as reasoning,
 ${sum('cache.read')} as read, ${sum('cache.write')} as written
 from message m where m.session_id in (select id from own) and m.time_created >= ${since}
 and json_extract(m.data, '$.role') = 'assistant' and json_extract(m.data, '$.tokens.input') is not null`.replace(
        /\s+/g,
        ' ',
      )
    : undefined;

/** The row that it answers with; undefined where nothing was told. */
export function readOpencodeUsage(row: unknown): Tokens | undefined {
  const [answers, input, output, thought, read, written] = [
    ...['answers', 'input', 'output', 'reasoning', 'read', 'written'].map(name => memberOf(row, name)),
  ];
  const isTold = isCount(answers) && answers > 0;
  return isTold && isCount(input) && isCount(output) && isCount(thought) && isCount(read) && isCount(written)
    ? {
        input_tokens: input + read + written,
        cache_read_tokens: read,
        cache_write_tokens: written,
        output_tokens: output + thought,
        reasoning_tokens: thought,
      }
    : undefined;
}
