import { homedir } from 'node:os';
import { join } from 'node:path';
import * as modules from 'node:module';

// What the engine makes of the program is kept between two starts, where this Node can (22.8 and later): in the
// person's own cache, since whoever writes there says what runs.
const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
const { enableCompileCache } = modules as { readonly enableCompileCache?: (folder: string) => unknown };
enableCompileCache?.(join(cache, 'defer'));

void import('./start.ts').then(({ start }) => start(process.argv.slice(2)));
