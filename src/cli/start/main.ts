import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { keepCompiled } from './compileCache.ts';

declare const DEFER_VERSION: string;

/** The person's own; one that is not absolute is not to be heeded (XDG Base Directory Specification). */
const cacheFolder = (): string => {
  const named = process.env['XDG_CACHE_HOME'] ?? '';
  return isAbsolute(named) ? named : join(homedir(), '.cache');
};

/** The verbs that are called most; what is compiled is kept for each of them alone. */
const OFTEN: ReadonlySet<string> = new Set(['status', 'list', 'query', 'add', 'done', 'exec']);

/** What is asked all the time is in a part of its own, and loads no more than it needs. */
function loadStart(verb: string | undefined): Promise<{ readonly start: (argv: readonly string[]) => Promise<void> }> {
  switch (verb) {
    case 'status':
      return import('./startStatus.ts');
    case 'list':
    case 'query':
      return import('./startLooking.ts');
    default:
      return import('./startActing.ts');
  }
}

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  // With nothing loaded for it. So few bytes are written at once or not at all; `print` knows what to do then.
  try {
    writeSync(1, `${DEFER_VERSION}\n`);
  } catch {
    void import('../terminal/terminal.ts').then(({ print }) => print(1, DEFER_VERSION));
  }
} else {
  const [first = ''] = argv;
  keepCompiled(join(cacheFolder(), 'defer'), OFTEN.has(first) ? first : 'others');
  void loadStart(first).then(({ start }) => start(argv));
}
