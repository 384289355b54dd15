import type { Refusal } from '../core/refusal.ts';
import { readToolInput, schemaOf, toolNameOf, toolVerbs, type ToolInput, type ToolSchema } from '../verbs/tools.ts';
import type { Host, RawInput, Reply, Verb } from '../verbs/verb.ts';
import { scheduleTool } from './scheduleTool.ts';

/** What a client is told of a tool before it calls it. All of it is fixed: no text of the file changes what it says. */
export interface ToolCard {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: false;
  };
}

/** One tool of the server. */
export interface McpTool {
  readonly card: ToolCard;
  /** What the client gave, checked against the schema, or what is wrong with it. */
  read(given: unknown): ToolInput | Refusal;
  run(host: Host, input: RawInput): Promise<Reply>;
}

/** What ends an entry; every other act adds or moves. */
const ENDS: ReadonlySet<string> = new Set(['cancel', 'done']);

/** What does nothing more when it is done twice. */
const TWICE_IS_ONCE: ReadonlySet<string> = new Set(['cancel', 'pause']);

const toolOf = (verb: Verb): McpTool => ({
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
  run: (host, input) => verb.run(host, input as never),
});

/** Every tool of the server: the verbs that agents get, and the one that they know from duragent. */
export const tools: readonly McpTool[] = [...toolVerbs.map(toolOf), scheduleTool];
