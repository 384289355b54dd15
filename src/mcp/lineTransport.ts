import type { Readable, Writable } from 'node:stream';
import { MessageLines } from './messageLines.ts';
import { readMessages, type Id, type Message, type Parse } from './readMessages.ts';

/** What the transport works with. */
export interface LineTransportOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly parse: Parse;
  /** How long calls may go on after the input has ended, in ms. */
  readonly patience: number;
  /** Ends the process. It is called if a call takes longer. */
  readonly leave: () => void;
}

/** The answers to one line of the client. They are written once no request of the line is open. */
interface Reply {
  readonly isBatch: boolean;
  readonly answers: object[];
  open: number;
}

/** A request that stays open until its client ends it, so nothing waits for its answer. */
const STANDING = 'subscriptions/listen';

/**
 * MCP as lines on two streams: the `Transport` of the protocol's package. The package's own transport closes as soon as
 * the input ends, and drops the answers to calls that still run. This one answers every request that it has read, and
 * closes then.
 */
export class LineTransport {
  onmessage: ((message: Message) => void) | undefined;
  onerror: ((error: Error) => void) | undefined;
  onclose: (() => void) | undefined;
  private readonly options: LineTransportOptions;
  private readonly lines = new MessageLines();
  /** The requests that are not answered yet. A client may wrongly give several of them one id. */
  private readonly open = new Set<{ readonly id: Id; readonly reply: Reply }>();
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;
  private isClosed = false;

  constructor(options: LineTransportOptions) {
    this.options = options;
  }

  start(): Promise<void> {
    const { input, output } = this.options;
    input.on('data', this.take).on('error', this.report).on('end', this.end).on('close', this.end);
    // This listener stays: a write that fails after the close must not end the process with a stack.
    output.on('error', this.fail);
    return Promise.resolve();
  }

  async send(message: Message): Promise<void> {
    if (this.isClosed) {
      throw new Error('The connection is closed.');
    }
    const isAnswer = message.method === undefined && message.id !== undefined;
    const reply = isAnswer ? this.settle(message.id) : undefined;
    reply?.answers.push(message);
    await (reply ? this.answer(reply) : this.write(message));
    this.closeIfDone();
  }

  close(): Promise<void> {
    if (!this.isClosed) {
      this.isClosed = true;
      clearTimeout(this.timer);
      const { input } = this.options;
      input.off('data', this.take).off('end', this.end).off('close', this.end);
      input.pause();
      this.onclose?.();
    }
    return Promise.resolve();
  }

  private readonly report = (error: Error): void => this.onerror?.(error);

  private readonly fail = (error: Error): void => {
    if (!this.isClosed) {
      this.report(error);
      void this.close();
    }
  };

  private readonly take = (piece: Buffer): void => {
    for (const line of this.lines.feed(piece)) {
      this.read(line);
    }
  };

  /** The input has ended: closes once all is answered, or when that takes too long. */
  private readonly end = (): void => {
    if (this.hasEnded) {
      return;
    }
    this.hasEnded = true;
    this.read(this.lines.finish());
    this.timer = setTimeout(() => {
      const seconds = this.options.patience / 1000;
      this.fail(new Error(`Calls without an answer ${seconds} seconds after the input ended: ${this.open.size}`));
      this.options.leave();
    }, this.options.patience);
    this.closeIfDone();
  };

  private closeIfDone(): void {
    if (this.hasEnded && this.open.size === 0) {
      void this.close();
    }
  }

  private read(line: string | undefined): void {
    if (this.isClosed || line?.trim() === '') {
      return;
    }
    const { isBatch, messages, answers, fault } = readMessages(line, this.options.parse);
    if (fault !== undefined) {
      this.report(new Error(fault));
    }
    const reply: Reply = { isBatch, answers: [...answers], open: 0 };
    for (const { id, method } of messages) {
      if (method !== undefined && id !== undefined && method !== STANDING) {
        this.open.add({ id, reply });
        reply.open += 1;
      }
    }
    this.answer(reply).catch(this.fail);
    for (const message of messages) {
      this.deliver(message);
    }
  }

  private deliver(message: Message): void {
    const cancelled = cancelledBy(message);
    const reply = cancelled === undefined ? undefined : this.settle(cancelled);
    if (reply) {
      this.answer(reply).catch(this.fail);
    }
    this.onmessage?.(message);
  }

  /** Takes a request from those that are open, and gives the reply that it is part of. */
  private settle(id: Id): Reply | undefined {
    for (const call of this.open) {
      if (call.id === id) {
        this.open.delete(call);
        call.reply.open -= 1;
        return call.reply;
      }
    }
    return undefined;
  }

  /** Writes a reply that is complete. A line of notifications has none. */
  private async answer({ isBatch, answers, open }: Reply): Promise<void> {
    const [first] = answers;
    if (open === 0 && first !== undefined) {
      await this.write(isBatch ? answers : first);
    }
  }

  private write(message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      this.options.output.write(`${JSON.stringify(message)}\n`, error => (error ? reject(error) : resolve()));
    });
  }
}

/** The id of the request that a message takes back; it gets no answer then. */
function cancelledBy({ method, params }: Message): Id | undefined {
  return method === 'notifications/cancelled' ? (params as { readonly requestId?: Id }).requestId : undefined;
}
