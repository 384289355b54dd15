import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { offers, offersTools, sent, type Answer, type Tokens } from './modelAnswers.ts';

/** A model's server on this machine, for tools that would else need an account. It answers `Done.` to everything. */
export interface ModelServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** The texts of one request each that hold a text, oldest first. */
  requestsWith(text: string): readonly string[];
  /**
   * How the next question that holds a text and offers the tool is answered, instead of with `Done.`; a limit: each.
   */
  answerTo(text: string, answer: Answer): void;
  /** What the answers to questions that hold a text and offer tools were said to have used, oldest first. */
  usedWith(text: string): readonly Tokens[];
  close(): Promise<void>;
}

/** Every text in a JSON value. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether an answer calls a tool. */
const isCallOf = (answer: Answer): answer is Exclude<Answer, { readonly kind: 'text' | 'limit' | 'none' }> =>
  answer.kind === 'shell' || answer.kind === 'tool';

/** Whether a question is not the one that an answer is for. */
const isAside = (answer: Answer, question: unknown): boolean =>
  answer.kind === 'text' && answer.toTask === true && !offersTools(question);

/** Other numbers for each answer, so that none passes for another or for a sum. */
const tokensOf = (count: number): Tokens => ({
  ...{ input: 1000 + 37 * count, read: 400 + 11 * count, written: 100 + 5 * count },
  ...{ output: 90 + 7 * count, thought: 20 + 3 * count },
});

export async function openModelServer(): Promise<ModelServer> {
  const requests: (readonly string[])[] = [];
  const used: { readonly texts: readonly string[]; readonly tokens: Tokens }[] = [];
  const answers = new Map<string, Answer>();
  const answerOf = (url: string, question: unknown): Answer => {
    const texts = textsIn(question);
    const fits = (answer: Answer): boolean =>
      !(isCallOf(answer) && !offers(url, question, answer)) && !isAside(answer, question);
    const [mark, answer] =
      [...answers].find(([text, one]) => texts.some(each => each.includes(text)) && fits(one)) ?? [];
    if (mark === undefined || !answer) {
      return { kind: 'text', text: 'Done.' };
    }
    if (answer.kind !== 'limit' && answer.kind !== 'none') {
      answers.delete(mark);
    }
    return answer;
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const question = parse(Buffer.concat(parts).toString('utf8'));
      if (question !== undefined) {
        requests.push(textsIn(question));
      }
      const url = request.url ?? '';
      const tokens = tokensOf(used.length + 1);
      const chosen = answerOf(url, question);
      if (chosen.kind === 'none') {
        return;
      }
      const answer = sent(url, chosen, question, tokens);
      if (answer?.status === 200 && offersTools(question)) {
        used.push({ texts: textsIn(question), tokens });
      }
      response.writeHead(answer?.status ?? 404, answer?.headers ?? { 'content-type': 'application/json' });
      response.end(answer?.body ?? '{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requestsWith: text =>
      requests.filter(texts => texts.some(one => one.includes(text))).map(texts => texts.join('\n')),
    usedWith: text => used.filter(({ texts }) => texts.some(one => one.includes(text))).map(({ tokens }) => tokens),
    answerTo: (text, answer) => void answers.set(text, answer),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
