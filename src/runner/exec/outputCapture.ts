import type { Readable, Writable } from 'node:stream';

/** How long the rest of an output is waited for once its process has ended, in ms: a child of it may keep it open. */
const GRACE = 500;

/**
 * Passes all that a stream brings on to another one, at the pace that one takes, and lets `note` see it. Where the
 * other one is closed, it goes on without: the stream's own end must not depend on who listens.
 */
export function captureOutput(source: Readable, target: Writable, note: (bytes: Buffer) => void): void {
  let isOpen = true;
  const lost = (): void => {
    isOpen = false;
    source.resume();
  };
  const drained = (): void => void source.resume();
  target.once('error', lost);
  target.on('drain', drained);
  source.on('data', (bytes: Buffer) => {
    note(bytes);
    if (isOpen && !target.write(bytes)) {
      source.pause();
    }
  });
  source.once('close', () => {
    target.off('error', lost);
    target.off('drain', drained);
  });
}

/** Waits until streams have brought all they had, but no longer than a moment. */
export async function drained(sources: readonly Readable[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const ends = sources
    .filter(source => !source.closed)
    .map(source => new Promise<void>(resolve => source.once('close', () => resolve())));
  await Promise.race([
    Promise.all(ends),
    new Promise<void>(resolve => {
      timer = setTimeout(resolve, GRACE);
    }),
  ]);
  clearTimeout(timer);
  for (const source of sources) {
    source.destroy();
  }
}
