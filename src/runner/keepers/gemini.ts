import { join } from 'node:path';
import { geminiTurn, readGemini } from '../../core/conversations/readGemini.ts';
import { geminiUsage, USAGE_LINES } from '../../core/usage/usageReaders.ts';
import { Slices } from './slices.ts';
import { usedIn } from './usedIn.ts';
import { namesIn, type Keeper, type Stores, type TranscriptFile } from './keeper.ts';
import { filesIn, folderBelow, foldersIn, smallTextOf } from './storeFiles.ts';

/** `session-<time>-<first 8 of the id>.jsonl`, of older versions `.json`. */
const TRANSCRIPT = /^session-.+-([0-9a-f]{8})\.jsonl?$/;

/**
 * Gemini CLI: `tmp/<project>/chats/session-<time>-<first 8 of the id>.jsonl` in `~/.gemini`, beside `.project_root`,
 * which names the folder. It takes the id of a new conversation, and drops one to which the model never answered.
 */
export const geminiKeeper = (stores: Stores): Keeper => ({
  async used(id, since) {
    const all = await transcriptsIn(stores, new Slices());
    const paths = all.filter(({ name }) => id.startsWith(name)).map(({ path }) => path);
    return usedIn(paths, since, { lines: USAGE_LINES.gemini, open: geminiUsage });
  },
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
  files: {
    read: readGemini,
    turnIn: geminiTurn,
    find: slices => transcriptsIn(stores, slices),
  },
});

async function transcriptsIn(stores: Stores, slices: Slices): Promise<readonly TranscriptFile[]> {
  const root = await stores.folder(undefined, '.gemini', 'tmp');
  const found: TranscriptFile[] = [];
  for (const project of root === undefined ? [] : foldersIn(root)) {
    const home = join(root ?? '', project);
    const chats = folderBelow(home, 'chats');
    const folder = chats === undefined ? '' : smallTextOf(join(home, '.project_root')).trim();
    for (const file of chats === undefined ? [] : filesIn(chats)) {
      const name = TRANSCRIPT.exec(file)?.[1];
      if (name !== undefined && folder !== '') {
        found.push({ path: join(chats ?? '', file), name, folder });
      }
    }
    if (slices.isOver) {
      await slices.next();
    }
  }
  return found;
}
