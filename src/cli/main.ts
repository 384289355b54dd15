import { homedir } from 'node:os';
import { join } from 'node:path';
import { keepCompiled } from './compileCache.ts';

declare const DEFER_VERSION: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${DEFER_VERSION}\n`);
} else {
  // In the person's own cache, since whoever writes there says what runs.
  keepCompiled(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'defer'));
  const isLooking = argv[0] === 'list' || argv[0] === 'query';
  const loaded = isLooking ? import('./startLooking.ts') : import('./start.ts');
  void loaded.then(({ start }) => start(argv));
}
