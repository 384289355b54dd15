import { join } from 'node:path';
import { copilotTurn, readCopilot } from '../../core/conversations/readCopilot.ts';
import { instant } from '../../core/basics/time.ts';
import { isAlive } from './holder.ts';
import { copilotHelpers, HELPER_LINES } from '../../core/usage/helpersBegun.ts';
import { copilotUsage, USAGE_LINES } from '../../core/usage/usageReaders.ts';
import { usedIn } from './usedIn.ts';
import { type Keeper, type Stores } from './keeper.ts';
import { allIn, folderBelow, foldersIn, statOf } from './storeFiles.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `inuse.<pid>.lock`, of a process that has the conversation open. */
const LOCK = /^inuse\.(\d{1,10})\.lock$/;

/** GitHub Copilot: `session-state/<id>/events.jsonl` in `~/.copilot`. It takes the id of a new conversation. */
export const copilotKeeper = (stores: Stores): Keeper => {
  const sessions = async (): Promise<string | undefined> => {
    const root = await stores.folder('COPILOT_HOME', '.copilot');
    return root === undefined ? undefined : folderBelow(root, 'session-state');
  };
  return {
    async has(id) {
      const store = await sessions();
      return store === undefined || !ID.test(id)
        ? undefined
        : folderBelow(store, id) !== undefined && statOf(join(store, id, 'events.jsonl'))?.isFile() === true;
    },
    async used(id, since) {
      const store = await sessions();
      const path = store === undefined || !ID.test(id) ? undefined : join(store, id, 'events.jsonl');
      return path === undefined
        ? undefined
        : usedIn(path, [], since, {
            ...{ lines: USAGE_LINES.copilot, open: copilotUsage },
            ...{ helperLines: HELPER_LINES.copilot, openHelpers: copilotHelpers },
          });
    },
    files: {
      read: readCopilot,
      turnIn: copilotTurn,
      async find() {
        const store = await sessions();
        const names = store === undefined ? [] : foldersIn(store).filter(name => ID.test(name));
        return names.map(name => ({ path: join(store ?? '', name, 'events.jsonl'), name }));
      },
      async held(ids, slices) {
        const store = await sessions();
        const held = new Set<string>();
        for (const id of store === undefined ? [] : ids) {
          const folder = join(store ?? '', id);
          for (const name of ID.test(id) ? allIn(folder) : []) {
            const pid = Number(LOCK.exec(name)?.[1] ?? 0);
            const since = pid === 0 ? undefined : statOf(join(folder, name))?.mtimeMs;
            if (since !== undefined && (await isAlive({ pid, since: instant(since) }))) {
              held.add(id);
            }
          }
          if (slices.isOver) {
            await slices.next();
          }
        }
        return held;
      },
    },
  };
};
