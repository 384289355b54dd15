import type { Waits } from './waitsFor.ts';

/** What an entry waits for, in words, without its subject: `docs/*.md to change`. May quote the file: clean it. */
export function waitsText(waits: Waits): string {
  switch (waits.kind) {
    case 'file':
      return `${waits.glob} to appear or change`;
    case 'after':
      return `${waits.id} to be done`;
    case 'merged':
      return `${waits.branch} to be merged into ${waits.into}`;
    case 'exits':
      return `process ${waits.pid} to exit`;
  }
}
