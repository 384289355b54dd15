/**
 * What a model's server answers: a text (`toTask`: not to a question for a title or a summary), a call of the agent's
 * shell tool, one of a tool whose name ends so, or that a usage limit is reached; `none`: nothing, for as long as it is
 * asked.
 */
export type Answer =
  | { readonly kind: 'text'; readonly text: string; readonly toTask?: true }
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'tool'; readonly tool: string; readonly input: object }
  | { readonly kind: 'limit'; readonly resetsAt: number }
  | { readonly kind: 'none' };

/** An answer as it is sent. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** What a model says: a text, or that a tool is to be called, as the question names it. */
type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly namespace?: string; readonly input: object };

/** What an answer is said to have used, in tokens. `input` has what was read from the cache and written to it in it. */
export interface Tokens {
  readonly input: number;
  readonly read: number;
  readonly written: number;
  /** With what was thought in it. */
  readonly output: number;
  readonly thought: number;
}

/** A text or a call, in one of the four ways in which models speak. */
type Speak = (answer: Said, tokens: Tokens) => string;

const messages: Speak = (answer, { input, read, written, output }) => {
  const isCall = answer.kind === 'call';
  const message = {
    id: `msg_${input}`,
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    stop_reason: null,
  };
  const block = isCall
    ? { type: 'tool_use', id: `toolu_${Date.now()}`, name: answer.name, input: {} }
    : { type: 'text', text: '' };
  const delta = isCall
    ? { type: 'input_json_delta', partial_json: JSON.stringify(answer.input) }
    : { type: 'text_delta', text: answer.text };
  const usage = {
    ...{ input_tokens: input - read - written, output_tokens: 1 },
    ...{ cache_read_input_tokens: read, cache_creation_input_tokens: written },
  };
  return (
    event('message_start', { type: 'message_start', message: { ...message, usage } }) +
    event('content_block_start', { type: 'content_block_start', index: 0, content_block: block }) +
    event('content_block_delta', { type: 'content_block_delta', index: 0, delta }) +
    event('content_block_stop', { type: 'content_block_stop', index: 0 }) +
    event('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: isCall ? 'tool_use' : 'end_turn' },
      usage: { ...usage, output_tokens: output },
    }) +
    event('message_stop', { type: 'message_stop' })
  );
};

const responses: Speak = (answer, { input, read, output, thought }) => {
  const item =
    answer.kind === 'call'
      ? {
          ...{ type: 'function_call', id: 'f', call_id: `call_${Date.now()}`, name: answer.name },
          ...(answer.namespace !== undefined && { namespace: answer.namespace }),
          ...{ arguments: JSON.stringify(answer.input), status: 'completed' },
        }
      : {
          ...{ type: 'message', id: 'i', role: 'assistant', status: 'completed' },
          content: [{ type: 'output_text', text: answer.text }],
        };
  const usage = {
    ...{ input_tokens: input, input_tokens_details: { cached_tokens: read } },
    ...{ output_tokens: output, output_tokens_details: { reasoning_tokens: thought }, total_tokens: input + output },
  };
  return (
    event('response.created', { type: 'response.created', response: { id: 'r' } }) +
    event('response.output_item.done', { type: 'response.output_item.done', output_index: 0, item }) +
    event('response.completed', { type: 'response.completed', response: { id: 'r', output: [item], usage } })
  );
};

const completions: Speak = (answer, { input, read, output, thought }) => {
  const part = (delta: object, reason: string | null): string =>
    data({
      ...{ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' },
      choices: [{ index: 0, delta, finish_reason: reason }],
    });
  const usage = {
    ...{ prompt_tokens: input, prompt_tokens_details: { cached_tokens: read } },
    ...{ completion_tokens: output, completion_tokens_details: { reasoning_tokens: thought } },
    total_tokens: input + output,
  };
  const end = `${data({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage })}data: [DONE]\n\n`;
  if (answer.kind === 'text') {
    return `${part({ role: 'assistant', content: answer.text }, null)}${part({}, 'stop')}${end}`;
  }
  const called = { name: answer.name, arguments: JSON.stringify(answer.input) };
  const call = { index: 0, id: `call_${Date.now()}`, type: 'function', function: called };
  return `${part({ role: 'assistant', tool_calls: [call] }, null)}${part({}, 'tool_calls')}${end}`;
};

const gemini: Speak = (answer, { input, read, output, thought }) =>
  data({
    candidates: [
      {
        index: 0,
        content: {
          role: 'model',
          parts: [
            answer.kind === 'text'
              ? { text: answer.text }
              : { functionCall: { name: answer.name, args: answer.input } },
          ],
        },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: {
      ...{ promptTokenCount: input, cachedContentTokenCount: read },
      ...{ candidatesTokenCount: output - thought, thoughtsTokenCount: thought, totalTokenCount: input + output },
    },
  });

/** A way to speak: the paths that it is asked by, how the shell tool is called in it, and the words of a limit. */
interface Way {
  readonly path: RegExp;
  readonly shell: string;
  readonly inputOf: (command: string) => object;
  readonly speak: Speak;
  readonly limit: (resetsAt: number) => Pick<Sent, 'headers' | 'body'>;
}

const said = (error: object): string => JSON.stringify({ type: 'error', error });

const WAYS: readonly Way[] = [
  {
    path: /\/v1\/messages/,
    shell: 'Bash',
    inputOf: command => ({ command, description: 'Defer' }),
    speak: messages,
    limit: resetsAt => ({
      headers: {
        'anthropic-ratelimit-unified-status': 'rejected',
        'anthropic-ratelimit-unified-reset': String(resetsAt),
        'anthropic-ratelimit-unified-representative-claim': 'five_hour',
        'x-should-retry': 'false',
      },
      body: said({ type: 'rate_limit_error', message: "This request would exceed your account's rate limit." }),
    }),
  },
  {
    path: /\/v1\/responses/,
    shell: 'exec_command',
    inputOf: cmd => ({ cmd }),
    speak: responses,
    limit: resetsAt => ({
      headers: {
        'x-codex-primary-used-percent': '100',
        'x-codex-primary-window-minutes': '300',
        'x-codex-primary-reset-at': String(resetsAt),
      },
      body: said({ type: 'usage_limit_reached', message: 'The usage limit has been reached', resets_at: resetsAt }),
    }),
  },
  {
    path: /\/chat\/completions/,
    shell: 'bash',
    inputOf: command => ({ command, description: 'Defer' }),
    speak: completions,
    limit: resetsAt => ({
      headers: { 'x-should-retry': 'false' },
      body: said({ message: `You have hit your rate limit. It resets at ${new Date(resetsAt * 1000).toISOString()}.` }),
    }),
  },
  {
    path: /:streamGenerateContent/,
    shell: 'run_shell_command',
    inputOf: command => ({ command }),
    speak: gemini,
    limit: () => ({
      headers: {},
      body: JSON.stringify({ error: { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED' } }),
    }),
  },
];

/** An answer in the way of a path to a question; undefined where no model is asked there. */
export function sent(
  url: string,
  answer: Exclude<Answer, { readonly kind: 'none' }>,
  question: unknown,
  tokens: Tokens,
): Sent | undefined {
  const way = WAYS.find(({ path }) => path.test(url));
  if (!way) {
    return undefined;
  }
  if (answer.kind === 'limit') {
    const { headers, body } = way.limit(answer.resetsAt);
    return { status: 429, headers: { 'content-type': 'application/json', ...headers }, body };
  }
  const text: Said = { kind: 'text', text: answer.kind === 'text' ? answer.text : 'Done.' };
  const said = answer.kind === 'text' ? text : (callOf(way, answer, question) ?? text);
  return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: way.speak(said, tokens) };
}

type Call = Exclude<Answer, { readonly kind: 'text' | 'limit' | 'none' }>;

/** Whether a question offers the model any tool: those for a title or a summary do not. */
export const offersTools = (question: unknown): boolean =>
  toolsIn((question as { readonly tools?: unknown } | undefined)?.tools).length > 0;

/** Whether a question offers the model what an answer calls: those for a title or a summary do not. */
export function offers(url: string, question: unknown, answer: Call): boolean {
  const way = WAYS.find(({ path }) => path.test(url));
  return way !== undefined && callOf(way, answer, question) !== undefined;
}

/** A call of the tool that a question offers. */
function callOf({ shell, inputOf }: Way, answer: Call, question: unknown): Said | undefined {
  const isMeant = (name: string): boolean => (answer.kind === 'shell' ? name === shell : name.endsWith(answer.tool));
  const tool = toolsIn((question as { readonly tools?: unknown } | undefined)?.tools).find(({ name }) => isMeant(name));
  const input = answer.kind === 'shell' ? inputOf(answer.command) : answer.input;
  return tool && { kind: 'call', ...tool, input };
}

/** The tools of a question, whatever they are wrapped in; in some ways a server's tools stand below its own name. */
function toolsIn(
  value: unknown,
  namespace?: string,
): readonly { readonly name: string; readonly namespace?: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap(each => toolsIn(each, namespace));
  }
  const { name, type, ...rest } = (value ?? {}) as { readonly name?: unknown; readonly type?: unknown };
  const isNamed = typeof name === 'string';
  if (isNamed && type !== 'namespace') {
    return [{ name, ...(namespace !== undefined && { namespace }) }];
  }
  const below = isNamed ? name : namespace;
  return Object.values(rest).flatMap(each => (typeof each === 'object' ? toolsIn(each, below) : []));
}
