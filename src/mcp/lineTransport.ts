import type { Readable, Writable } from 'node:stream';
import { MessageLines } from './messageLines.ts';

type Id = string | number;

/** A message of JSON-RPC, as far as the transport looks at it. */
export interface Message {
  readonly id?: Id | undefined;
  readonly method?: string;
  readonly params?: object | undefined;
}

/** What the transport stands on. */
export interface LineTransportOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Gives a value that is a message of MCP back, and throws at any other. */
  readonly parse: (value: unknown) => Message;
  /** How long calls may go on after the input has ended, in ms. */
  readonly patience: number;
  /** Ends the process; called where a call took longer. */
  readonly leave: () => void;
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
  private readonly open = new Set<{ readonly id: Id }>();
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
    if (message.method === undefined && message.id !== undefined) {
      this.settle(message.id);
    }
    await this.write(message);
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
    if (line === undefined) {
      this.fail(new Error('A line of the client is longer than 10 MiB.'));
      return;
    }
    try {
      this.deliver(this.options.parse(JSON.parse(line)));
    } catch (error) {
      this.report(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private deliver(message: Message): void {
    if (message.method !== undefined && message.id !== undefined && message.method !== STANDING) {
      this.open.add({ id: message.id });
    }
    const cancelled = cancelledBy(message);
    if (cancelled !== undefined) {
      this.settle(cancelled);
    }
    this.onmessage?.(message);
  }

  private settle(id: Id): void {
    for (const call of this.open) {
      if (call.id === id) {
        this.open.delete(call);
        return;
      }
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
