import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { keepCompiled } from './compileCache.ts';

declare const DEFER_VERSION: string;

/** The person's own; one that is not absolute is not to be heeded (XDG Base Directory Specification). */
const cacheFolder = (): string => {
  const named = process.env['XDG_CACHE_HOME'] ?? '';
  try {
    return isAbsolute(named) ? named : join(homedir(), '.cache');
  } catch {
    // The system does not know the user, and HOME is not set. `deferHome` reports that.
    return '';
  }
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
    case 'add':
    case 'done':
      return import('./startWriting.ts');
    default:
      return import('./startActing.ts');
  }
}

/** The answer that needs nothing loaded; undefined where there is none. */
function quickAnswer([word, ...more]: readonly string[]): string | undefined {
  if (more.length > 0) {
    return undefined;
  }
  if (word === '--version' || word === '-V') {
    return DEFER_VERSION;
  }
  return word === '--help' || word === '-h' ? helpForPipes() : undefined;
}

/** The help as the build saved it. A terminal gets one that fits its width. */
function helpForPipes(): string | undefined {
  try {
    return fstatSync(1).isCharacterDevice() ? undefined : readFileSync(join(__dirname, 'help.txt'), 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

/** Writes a line. What cannot be written at once goes to `print`, which knows how to wait. */
function say(line: string): void {
  let rest = Buffer.from(`${line}\n`);
  try {
    while (rest.length > 0) {
      rest = rest.subarray(writeSync(1, rest));
    }
  } catch {
    void import('../terminal/terminal.ts').then(({ print }) => print(1, rest.toString().replace(/\n$/, '')));
  }
}

if (process.platform === 'win32' && process.env['USERPROFILE'] === '') {
  // An empty variable is none there, and Windows knows the person's folder by itself.
  delete process.env['USERPROFILE'];
}

const argv = process.argv.slice(2);
const answer = quickAnswer(argv);
if (answer === undefined) {
  const [first = ''] = argv;
  keepCompiled(join(cacheFolder(), 'defer'), OFTEN.has(first) ? first : 'others');
  void loadStart(first).then(({ start }) => start(argv));
} else {
  say(answer);
}
