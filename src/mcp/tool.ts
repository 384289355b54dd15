import { readToolInput, schemaOf, toolNameOf, toolVerbs } from '../verbs/tools.ts';
import type { Verb } from '../verbs/verb.ts';
import type { McpTool } from './mcpTool.ts';
import { scheduleTool } from './scheduleTool.ts';
import { askVerb } from '../verbs/askVerb.ts';
import { inToolWords } from '../verbs/toolWords.ts';

/** What ends an entry; every other act adds or moves. */
const ENDS: ReadonlySet<string> = new Set(['cancel', 'done']);

/** What does nothing more when it is done twice. */
const TWICE_IS_ONCE: ReadonlySet<string> = new Set(['cancel', 'pause']);

/** The tool that a verb is to agents. */
export const toolOf = (verb: Verb): McpTool => ({
  card: {
    name: toolNameOf(verb),
    title: verb.title.replace('…', ''),
    description: verb.help,
    inputSchema: schemaOf(verb.input),
    annotations: {
      readOnlyHint: verb.effect === 'reads',
      destructiveHint: ENDS.has(verb.name),
      idempotentHint: verb.effect === 'reads' || TWICE_IS_ONCE.has(verb.name),
      openWorldHint: false,
    },
  },
  read: given => readToolInput(verb.input, given),
  run: async (host, input) => {
    const reply = await askVerb(host, verb, input);
    return reply.ok ? reply : { ...reply, why: inToolWords(reply.why, verb.input) };
  },
});

/** Every tool of the server: the verbs that agents get, and the one that they know from duragent. */
export const tools: readonly McpTool[] = [...toolVerbs.map(toolOf), scheduleTool];
