import { dirname, join } from 'node:path';
import { geminiTurn, readGemini } from '../../core/conversations/readGemini.ts';
import { geminiHelpers, HELPER_LINES } from '../../core/usage/helpersBegun.ts';
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
    const [own, ...more] = all.filter(({ name }) => id.startsWith(name)).map(({ path }) => path);
    const helpers = [...new Set([own, ...more].flatMap(path => (path === undefined ? [] : [dirname(path)])))];
    return usedIn(own, [...more, ...helpers.flatMap(chats => helperFilesIn(chats, id))], since, {
      ...{ lines: USAGE_LINES.gemini, open: geminiUsage },
      ...{ helperLines: HELPER_LINES.gemini, openHelpers: geminiHelpers },
    });
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

/** The ids of conversations that have helpers are UUIDs, and those of helpers are. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The files of a conversation's helpers, `chats/<id>/<id of the helper>.jsonl`, and of their helpers. */
function helperFilesIn(chats: string, id: string, known: ReadonlySet<string> = new Set()): readonly string[] {
  const folder = ID.test(id) && !known.has(id) ? folderBelow(chats, id) : undefined;
  const names = folder === undefined ? [] : filesIn(folder).filter(name => name.endsWith('.jsonl'));
  return names.flatMap(name => [
    join(folder ?? '', name),
    ...helperFilesIn(chats, name.slice(0, -'.jsonl'.length), new Set([...known, id])),
  ]);
}

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
