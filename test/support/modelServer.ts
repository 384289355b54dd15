import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model's server on this machine, for tools that would else need an account. It answers `Done.` to everything. */
export interface ModelServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** The texts of one request each that hold a text, oldest first. */
  requestsWith(text: string): readonly string[];
  close(): Promise<void>;
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** An answer in each of the four ways in which models speak, by the path that is asked. */
const ANSWERS: readonly (readonly [path: RegExp, answer: () => string])[] = [
  [
    /\/v1\/messages/,
    () =>
      event('message_start', {
        type: 'message_start',
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'm',
          content: [],
          stop_reason: null,
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      }) +
      event('content_block_start', {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '' },
      }) +
      event('content_block_delta', {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: 'Done.' },
      }) +
      event('content_block_stop', { type: 'content_block_stop', index: 0 }) +
      event('message_delta', {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 1 },
      }) +
      event('message_stop', { type: 'message_stop' }),
  ],
  [
    /\/v1\/responses/,
    () => {
      const item = {
        type: 'message',
        id: 'i',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Done.' }],
      };
      const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
      return (
        event('response.created', { type: 'response.created', response: { id: 'r' } }) +
        event('response.output_item.done', { type: 'response.output_item.done', output_index: 0, item }) +
        event('response.completed', { type: 'response.completed', response: { id: 'r', output: [item], usage } })
      );
    },
  ],
  [
    /\/chat\/completions/,
    () => {
      const part = (delta: object, reason: string | null): string =>
        data({
          id: 'c',
          object: 'chat.completion.chunk',
          created: 1,
          model: 'm',
          choices: [{ index: 0, delta, finish_reason: reason }],
        });
      return `${part({ role: 'assistant', content: 'Done.' }, null)}${part({}, 'stop')}data: [DONE]\n\n`;
    },
  ],
  [
    /:streamGenerateContent/,
    () =>
      data({
        candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'Done.' }] }, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
      }),
  ],
];

/** Every text in a JSON value. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

export async function openModelServer(): Promise<ModelServer> {
  const requests: (readonly string[])[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      try {
        requests.push(textsIn(JSON.parse(Buffer.concat(parts).toString('utf8'))));
      } catch {
        // Not a question to a model.
      }
      const answer = ANSWERS.find(([path]) => path.test(request.url ?? ''))?.[1];
      response.writeHead(answer ? 200 : 404, { 'content-type': answer ? 'text/event-stream' : 'application/json' });
      response.end(answer?.() ?? '{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requestsWith: text =>
      requests.filter(texts => texts.some(one => one.includes(text))).map(texts => texts.join('\n')),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
