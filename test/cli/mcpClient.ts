import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { program, type Shell } from './shell.ts';

/** How a tool answered: `text` is all that an agent reads, `value` the same as JSON. */
export interface ToolReply<Value = Record<string, unknown>> {
  readonly isError: boolean;
  readonly text: string;
  readonly value: Value;
}

/** The official client, connected to `defer mcp` in the project of a shell. */
export interface McpClient {
  readonly client: Client;
  call<Value = Record<string, unknown>>(tool: string, input?: Record<string, unknown>): Promise<ToolReply<Value>>;
  /** The text of a resource. */
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the server and connects. `name`: how the client calls itself; `words` follow `defer mcp`. */
export async function connect(
  shell: Shell,
  { name = 'tester', words = [] }: { readonly name?: string; readonly words?: readonly string[] } = {},
): Promise<McpClient> {
  const transport = new StdioClientTransport({
    command: shell.node,
    args: [program, 'mcp', ...words],
    cwd: shell.project,
    env: shell.env,
    stderr: 'inherit',
  });
  const client = new Client({ name, version: '1.0.0' });
  await client.connect(transport);
  return {
    client,
    async call<Value>(tool: string, input: Record<string, unknown> = {}) {
      const { content, structuredContent, isError } = await client.callTool({ name: tool, arguments: input });
      const texts = content.map(part => (part.type === 'text' ? part.text : ''));
      return { isError: isError === true, text: texts.join('\n'), value: structuredContent as Value };
    },
    async read(uri) {
      const { contents } = await client.readResource({ uri });
      return contents.map(part => ('text' in part ? part.text : '')).join('');
    },
    close: () => client.close(),
  };
}
