import {
  CLIENT_INFO_META_KEY,
  fromJsonSchema,
  McpServer,
  parseJSONRPCMessage,
  ResourceNotFoundError,
  ResourceTemplate,
  type CallToolResult,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { isRefusal } from '../core/basics/refusal.ts';
import { toolAnswer } from '../render/text/answer.ts';
import { clean } from '../render/text/clean.ts';
import { codeOf, StoreFault, toUnforeseenFault } from '../store/disk/fault.ts';
import { agentHost } from '../verbs/agentHost.ts';
import { authorOf } from '../verbs/agentPolicy.ts';
import type { RawInput, Reply } from '../verbs/verb.ts';
import type { Host } from '../verbs/host.ts';
import { LineTransport } from './lineTransport.ts';
import { DUE, dueResource, ENTRY, entryResource, PROMPT, promptResource, type ResourceText } from './resources.ts';
import { tools } from './tool.ts';
import type { McpTool } from './mcpTool.ts';

/** What the server needs of the command line that it is. */
export interface McpOptions {
  readonly host: Host;
  readonly version: string;
}

/** What a client is told of the whole; agents read it before they call anything. */
const INSTRUCTIONS = [
  'Defer keeps work for later in the schedule of this workspace. Nothing starts by itself unless the person allowed that entry to: a person sees an entry when it is due, and starts it.',
  'To come back to something later, or to let another agent do so, call defer_add with a message in a few words, a time, and a prompt that can be understood without this conversation. Call defer_list first: move an entry that is already there instead of adding it twice.',
  'To come back to this very conversation instead, with all that you know in it, give conversation "this": you continue here then.',
  'You may have 20 open entries, at most 30 days ahead, with repeats at least 5 minutes apart.',
].join('\n');

/**
 * How long calls may go on after the client has closed the input, in ms. A writer waits for an archive for ten seconds
 * at most (`store/log/archiveLock.ts`), and is to end before that.
 */
const PATIENCE = 15_000;

/**
 * Serves MCP on the standard input and output until the client closes them and has its answers. Writes nothing else
 * there.
 */
export function serveMcp(options: McpOptions): void {
  const transport = new LineTransport({
    input: process.stdin,
    output: process.stdout,
    parse: parseJSONRPCMessage,
    patience: PATIENCE,
    leave: () => process.exit(1),
  });
  const onerror = (error: Error): void => void process.stderr.write(`defer: ${clean(error.message)}\n`);
  serveStdio(() => serverOf(options), { transport, onerror });
}

function serverOf({ host, version }: McpOptions): McpServer {
  const server = new McpServer({ name: 'defer', title: 'Defer', version }, { instructions: INSTRUCTIONS });
  const hostOf = ({ mcpReq }: ServerContext): Host => {
    // Newer clients say who they are with each call, older ones once at the beginning.
    const said = mcpReq.envelope as Readonly<Record<string, { readonly name?: unknown }>> | undefined;
    const name = said?.[CLIENT_INFO_META_KEY]?.name ?? server.server.getClientVersion()?.name;
    return agentHost(host, authorOf(String(name ?? '')));
  };
  for (const tool of tools) {
    const { name, inputSchema, ...card } = tool.card;
    const schema = fromJsonSchema<RawInput>({ ...inputSchema }, { getValidator: () => validatorOf(tool) as never });
    server.registerTool(name, { ...card, inputSchema: schema }, (input, context) =>
      answered(card.annotations.readOnlyHint, () => tool.run(hostOf(context), input)),
    );
  }
  const about = { mimeType: 'application/json' };
  server.registerResource(
    'due',
    DUE,
    { ...about, title: 'Due', description: 'The entries that are due now' },
    (uri, context) => contentsOf(uri, dueResource(hostOf(context))),
  );
  server.registerResource(
    'entry',
    new ResourceTemplate(ENTRY, { list: undefined }),
    { ...about, title: 'Entry', description: 'Everything about one entry' },
    (uri, { id }, context) => contentsOf(uri, entryResource(hostOf(context), idOf(id))),
  );
  server.registerResource(
    'prompt',
    new ResourceTemplate(PROMPT, { list: undefined }),
    { mimeType: 'text/plain', title: 'Prompt', description: 'What an agent would be given to read for one entry' },
    (uri, { id }, context) => contentsOf(uri, promptResource(hostOf(context), idOf(id))),
  );
  return server;
}

/** Whether what a client gave fits a tool, in our own words. */
const validatorOf = (tool: McpTool) => (given: unknown) => {
  const read = tool.read(given);
  return isRefusal(read)
    ? { valid: false, data: undefined, errorMessage: read.why }
    : { valid: true, data: read.input, errorMessage: undefined };
};

/** What a verb answers, as a tool gives it: refused and failed calls are answers too. */
async function answered(isReading: boolean, ask: () => Promise<Reply>): Promise<CallToolResult> {
  let reply: Reply;
  try {
    reply = await ask();
  } catch (error) {
    if (!(error instanceof StoreFault) && codeOf(error) === undefined && error instanceof Error) {
      process.stderr.write(`${error.stack ?? ''}\n`);
    }
    reply = { ok: false, why: toUnforeseenFault(error).message };
  }
  if (!reply.ok) {
    return { content: [{ type: 'text', text: clean(reply.why) }], isError: true };
  }
  const structuredContent = toolAnswer(reply.value);
  const texts = [...(isReading ? [] : [clean(reply.say)]), JSON.stringify(structuredContent)];
  return { content: texts.map(text => ({ type: 'text', text })), structuredContent };
}

async function contentsOf(uri: URL, reading: Promise<ResourceText | undefined>): Promise<ReadResourceResult> {
  const read = await reading;
  if (!read) {
    throw new ResourceNotFoundError(uri.href);
  }
  return { contents: [{ uri: uri.href, ...read }] };
}

/** An id in an address; one that is written wrong is the id of nothing. */
function idOf(variable: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(variable ?? ''));
  } catch {
    return '';
  }
}
