import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { SECOND } from '../../core/basics/time.ts';
import { clean } from '../../render/text/clean.ts';
import { keepNewest } from '../home/keepNewest.ts';
import { outputPath, replaceOwn } from '../home/homeFiles.ts';

/** How much of an output is kept, in bytes of UTF-8: its end. */
export const KEPT_OUTPUT = 64 * 1024;

/** How much is held back to be cleaned, in characters: a secret that is cut in two must lie before what is kept. */
const HELD = 4 * KEPT_OUTPUT;

/** How often what came is written while the run goes on, in ms. */
const PAUSE = SECOND;

/** How many outputs are kept; the oldest go. */
const MOST_OUTPUTS = 500;

/** How much of the end of the standard output alone is held, in characters. */
const LAST_WORDS = 4096;

export type Stream = 'out' | 'err';

/**
 * The end of what an agent printed while nobody watched, on both streams, kept in `output/<token>.txt` beside the
 * claims and readable by its owner alone. What is kept is cleaned of all that a terminal obeys, and secrets in it are
 * masked.
 */
export class OutputTail {
  private readonly path: string;
  private readonly decoders = { out: new StringDecoder('utf8'), err: new StringDecoder('utf8') };
  private held = '';
  private words = '';
  private isNew = false;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(home: string, token: string) {
    this.path = outputPath(home, token);
  }

  /** Takes what came on one of the two streams. */
  add(stream: Stream, bytes: Buffer): void {
    const more = this.decoders[stream].write(bytes);
    const text = this.held + more;
    if (stream === 'out') {
      this.words = (this.words + more).slice(-LAST_WORDS);
    }
    this.held = text.length > 2 * HELD ? text.slice(-HELD) : text;
    this.isNew = true;
    this.timer ??= setTimeout(() => this.writeSoon(), PAUSE).unref();
  }

  /** The end of it, cleaned. */
  get text(): string {
    const bytes = Buffer.from(clean(this.held), 'utf8');
    if (bytes.length <= KEPT_OUTPUT) {
      return bytes.toString('utf8');
    }
    // Not from the middle of a character on.
    let from = bytes.length - KEPT_OUTPUT;
    while (((bytes[from] ?? 0) & 0xc0) === 0x80) {
      from += 1;
    }
    return bytes.toString('utf8', from);
  }

  /** The end of the standard output alone, cleaned: what agents print last there is their last message. */
  get lastWords(): string {
    return clean(this.words);
  }

  /** Writes the rest. Throws where the disk refuses. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing;
    if (this.isNew) {
      await replaceOwn(this.path, this.text);
      await keepNewest(dirname(this.path), MOST_OUTPUTS);
    }
  }

  private writeSoon(): void {
    this.timer = undefined;
    this.isNew = false;
    // Should this fail, the end tells.
    this.writing = this.writing
      .then(() => replaceOwn(this.path, this.text))
      .catch(() => {
        this.isNew = true;
      });
  }
}
