import type { Keeper } from '../../core/agent/launch.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import type { KnownConversation } from '../../core/conversations/knownConversation.ts';
import type { Limit } from '../../core/when/usageLimit.ts';

/** How far apart two tellings of one reset may be: words leave the seconds out, and spans are rounded. */
const SAME = 2 * MINUTE;

/** Whether two resets are one. */
export const isSameReset = (one: Instant, other: Instant): boolean => Math.abs(one - other) <= SAME;

/** Words by which the notice of a tool is known. */
const WORDS: readonly (readonly [Keeper, RegExp])[] = [
  ['claude', /\bclaude\b|\bhit your \S+ limit [·∙•]|[·∙•] resets /i],
  ['codex', /\bcodex\b|\byou[’']ve hit your usage limit\b/i],
  ['copilot', /\bcopilot\b/i],
  ['gemini', /\bgemini\b|\bquotaReset/i],
  ['opencode', /\bopencode\b/i],
];

/** The tool that a notice is of; undefined where its words are those of none, or of several. */
export function agentOfNotice(notice: string): Keeper | undefined {
  const [only, ...others] = WORDS.filter(([, words]) => words.test(notice));
  return others.length === 0 ? only?.[0] : undefined;
}

/**
 * The conversations that a notice may be about, of those that a limit stopped: those whose own notice it is, else those
 * of its agent whose limit resets at the same moment. `text`: all that was given.
 */
export function conversationsOf(
  stopped: readonly KnownConversation[],
  text: string,
  limit: Limit,
): readonly KnownConversation[] {
  const agent = agentOfNotice(limit.notice) ?? agentOfNotice(text);
  const likely = stopped.filter(one => agent === undefined || one.agent === agent);
  const at = likely.filter(one => one.limit?.resetsAt !== undefined && isSameReset(one.limit.resetsAt, limit.at));
  const said = flat(text);
  const own = likely.filter(
    one => one.limit !== undefined && one.limit.notice !== '' && said.includes(flat(one.limit.notice)),
  );
  const both = own.filter(one => at.includes(one) || one.limit?.resetsAt === undefined);
  return both.length > 0 ? both : at;
}

const flat = (text: string): string => text.replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
