import { LONGEST_LINE, MIB } from './messageLines.ts';

export type Id = string | number;

/** A message of JSON-RPC, as far as the transport looks at it. */
export interface Message {
  readonly id?: Id | undefined;
  readonly method?: string;
  readonly params?: object | undefined;
}

/** Gives a value that is a message of MCP back, and throws at any other. */
export type Parse = (value: unknown) => Message;

/** The codes of JSON-RPC 2.0, 5.1. */
const [NO_JSON, NO_REQUEST] = [-32700, -32600];

/** What a line of a client holds: messages, and the answers to values that are not messages. */
export interface ReadLine {
  /** Whether the answers to it are one array. */
  readonly isBatch: boolean;
  readonly messages: readonly Message[];
  readonly answers: readonly object[];
  /** What is wrong with the line, for a person. */
  readonly fault: string | undefined;
}

/**
 * Reads a line: one message, or an array of them, which JSON-RPC 2.0, 6, calls a batch. `undefined` is a line that was
 * too long to be kept.
 */
export function readMessages(line: string | undefined, parse: Parse): ReadLine {
  if (line === undefined) {
    return wrong(NO_REQUEST, `The client sent a line of more than ${LONGEST_LINE / MIB} MiB.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong(NO_JSON, 'The client sent a line that is not JSON.');
  }
  if (!Array.isArray(value)) {
    return readAll([value], false, parse);
  }
  return value.length === 0 ? wrong(NO_REQUEST, 'The client sent an empty batch.') : readAll(value, true, parse);
}

/** A line without a message, and the one answer to it. */
const wrong = (code: number, fault: string): ReadLine => ({
  ...{ isBatch: false, messages: [], fault },
  answers: [refusal(null, code, fault)],
});

function readAll(values: readonly unknown[], isBatch: boolean, parse: Parse): ReadLine {
  const [messages, answers]: [Message[], object[]] = [[], []];
  let fault: string | undefined;
  for (const value of values) {
    try {
      messages.push(parse(value));
    } catch {
      fault = 'The client sent something that is not an MCP message.';
      answers.push(...answersTo(value, fault));
    }
  }
  return { isBatch, messages, answers, fault };
}

/**
 * The answers to a value that is not a message. A notification gets none, as always in JSON-RPC. A response gets none,
 * because its sender asked nothing.
 */
function answersTo(value: unknown, fault: string): readonly object[] {
  const { id, method, ...others } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isNotification = typeof method === 'string' && id === undefined;
  const isResponse = method === undefined && ('result' in others || 'error' in others);
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  return isNotification || isResponse ? [] : [refusal(known, NO_REQUEST, fault)];
}

const refusal = (id: Id | null, code: number, message: string): object => ({
  ...{ jsonrpc: '2.0', id },
  error: { code, message },
});
