import { homedir } from 'node:os';
import { join } from 'node:path';
import * as modules from 'node:module';

// What the engine makes of the program is kept between two starts, where this Node can (22.8 and later): in the
// person's own cache, since whoever writes there says what runs.
const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
const { enableCompileCache } = modules as { readonly enableCompileCache?: (folder: string) => unknown };
enableCompileCache?.(join(cache, 'defer'));

const argv = process.argv.slice(2);
const isLooking = argv[0] === 'list' || argv[0] === 'query';
const loaded = isLooking ? import('./startLooking.ts') : import('./start.ts');
void loaded.then(({ start }) => start(argv));
