import type { Refusal } from '../core/basics/refusal.ts';
import type { ToolInput, ToolSchema } from '../verbs/tools.ts';
import type { RawInput, Reply } from '../verbs/verb.ts';
import type { Host } from '../verbs/host.ts';

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
