import { join } from 'node:path';
import { namesIn, type Keeper, type Stores } from './keeper.ts';

/**
 * Gemini CLI: `tmp/<project>/chats/session-<time>-<first 8 of the id>.jsonl` in `~/.gemini`. It takes the id of a new
 * conversation, and drops one to which the model never answered.
 */
export const geminiKeeper = (stores: Stores): Keeper => ({
  async has(id) {
    const root = await stores.folder(undefined, '.gemini', 'tmp');
    const projects = root === undefined ? [] : await namesIn(root);
    if (root === undefined || projects.length === 0) {
      return undefined;
    }
    const ending = new RegExp(`^session-.*-${id.slice(0, 8).replace(/\W/g, '')}\\.jsonl?$`);
    const chats = await Promise.all(projects.map(project => namesIn(join(root, project, 'chats'))));
    return chats.flat().some(name => ending.test(name));
  },
});
