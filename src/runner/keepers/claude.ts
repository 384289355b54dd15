import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, type Keeper, type Stores } from './keeper.ts';

/** Claude Code: `projects/<folder>/<id>.jsonl` in `~/.claude`. It takes the id of a new conversation. */
export const claudeKeeper = (stores: Stores): Keeper => ({
  async has(id) {
    const root = await stores.folder('CLAUDE_CONFIG_DIR', '.claude');
    const projects = root === undefined ? [] : await namesIn(join(root, 'projects'));
    if (root === undefined || projects.length === 0) {
      return undefined;
    }
    const found = await Promise.all(
      projects.map(project =>
        lstat(join(root, 'projects', project, `${id}.jsonl`)).then(
          file => file.isFile(),
          () => false,
        ),
      ),
    );
    return found.includes(true);
  },
});
