import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { memberOf, parseRecord, textIn } from '../../core/conversations/reading.ts';
import { claudeTurn, readClaude } from '../../core/conversations/readClaude.ts';
import { instant } from '../../core/basics/time.ts';
import { claudeHelpers, HELPER_LINES } from '../../core/usage/helpersBegun.ts';
import { claudeUsage, USAGE_LINES } from '../../core/usage/usageReaders.ts';
import { isAlive } from './holder.ts';
import { namesIn, type Keeper, type Stores, type TranscriptFile } from './keeper.ts';
import { usedIn } from './usedIn.ts';
import { filesIn, folderBelow, foldersIn, smallTextOf } from './storeFiles.ts';

/** `<id>.jsonl`. Files of helpers have names that are no UUID. */
const TRANSCRIPT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/;

/** `<pid>.json`, of a process that is running. */
const PROCESS = /^(\d{1,10})\.json$/;

/** The file of a conversation in a project's folder, where it is there. */
const ownFileOf = (folder: string, id: string): readonly string[] =>
  filesIn(folder)
    .filter(name => name === `${id}.jsonl` && TRANSCRIPT.test(name))
    .map(name => join(folder, name));

/** Those of its helpers, `<id>/subagents/….jsonl`, and of their helpers. */
function helperFilesOf(folder: string, id: string): readonly string[] {
  const helpers = TRANSCRIPT.test(`${id}.jsonl`) ? folderBelow(folder, id, 'subagents') : undefined;
  return helpers === undefined
    ? []
    : filesIn(helpers)
        .filter(name => name.endsWith('.jsonl'))
        .map(name => join(helpers, name));
}

/** Claude Code: `projects/<folder>/<id>.jsonl` in `~/.claude`. It takes the id of a new conversation. */
export const claudeKeeper = (stores: Stores): Keeper => {
  const root = (): Promise<string | undefined> => stores.folder('CLAUDE_CONFIG_DIR', '.claude');
  return {
    async has(id) {
      const store = await root();
      const projects = store === undefined ? [] : await namesIn(join(store, 'projects'));
      if (store === undefined || projects.length === 0) {
        return undefined;
      }
      const found = await Promise.all(
        projects.map(project =>
          lstat(join(store, 'projects', project, `${id}.jsonl`)).then(
            file => file.isFile(),
            () => false,
          ),
        ),
      );
      return found.includes(true);
    },
    async used(id, since) {
      const store = await root();
      const projects = store === undefined ? undefined : folderBelow(store, 'projects');
      const folders = projects === undefined ? [] : foldersIn(projects).map(name => join(projects, name));
      const [own, ...more] = folders.flatMap(folder => ownFileOf(folder, id));
      const helpers = folders.flatMap(folder => helperFilesOf(folder, id));
      return usedIn(own, [...more, ...helpers], since, {
        ...{ lines: USAGE_LINES.claude, open: claudeUsage },
        ...{ helperLines: HELPER_LINES.claude, openHelpers: claudeHelpers },
      });
    },
    files: {
      read: readClaude,
      turnIn: claudeTurn,
      async find(slices) {
        const store = await root();
        const projects = store === undefined ? undefined : folderBelow(store, 'projects');
        const found: TranscriptFile[] = [];
        for (const project of projects === undefined ? [] : foldersIn(projects)) {
          const folder = join(projects ?? '', project);
          for (const file of filesIn(folder)) {
            const name = TRANSCRIPT.exec(file)?.[1];
            if (name !== undefined) {
              found.push({ path: join(folder, file), name });
            }
          }
          if (slices.isOver) {
            await slices.next();
          }
        }
        return found;
      },
      async held(ids) {
        const store = await root();
        const sessions = store === undefined ? undefined : folderBelow(store, 'sessions');
        const held = new Set<string>();
        for (const name of sessions === undefined ? [] : filesIn(sessions)) {
          const pid = Number(PROCESS.exec(name)?.[1] ?? 0);
          const record = pid === 0 ? undefined : parseRecord(smallTextOf(join(sessions ?? '', name)));
          const [id, tick, startedAt] = [
            textIn(record, 'sessionId'),
            textIn(record, 'procStart'),
            memberOf(record, 'startedAt'),
          ];
          const since = typeof startedAt === 'number' ? instant(startedAt) : undefined;
          if (ids.has(id) && (await isAlive({ pid, since, tick }))) {
            held.add(id);
          }
        }
        return held;
      },
    },
  };
};
