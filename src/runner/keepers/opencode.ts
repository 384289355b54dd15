import { join } from 'node:path';
import { parseJson } from '../home/homeFiles.ts';
import { memberOf } from '../../core/conversations/reading.ts';
import { OPENCODE_QUERY, opencodeTurnsQuery, readOpencode } from '../../core/conversations/readOpencode.ts';
import { opencodeUsageQuery, readOpencodeUsage } from '../../core/usage/opencodeUsage.ts';
import type { Keeper, Stores, ToolProcess } from './keeper.ts';
import { folderBelow, statOf } from './storeFiles.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';
import { spawnProgram } from '../process/spawnProgram.ts';

const ID = /^ses_[A-Za-z0-9]{1,64}$/;

/** The newest conversations that are asked for. */
const NEWEST = '50';

/** The most that may have begun in the folder since; each is asked for. */
const MOST_CANDIDATES = 4;

/** How long opencode may take to answer, in ms, and how much of the answer is read, in bytes. */
const LONGEST = 20_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** The files of its database, which change with every word. */
const DATABASE = ['opencode.db', 'opencode.db-wal'] as const;

/**
 * opencode keeps its conversations in a database of its own and names them itself, so it is asked which there are:
 * the one that began in this folder since the start and whose export holds the mark.
 */
export const opencodeKeeper = (stores: Stores): Keeper => ({
  asks: true,
  teller: {
    async stamp() {
      const root = await storeOf(stores);
      const stats = root === undefined ? [] : DATABASE.map(name => statOf(join(root, name)));
      return stats[0]?.isFile() ? stats.map(stat => `${stat?.size ?? 0} ${stat?.mtimeMs ?? 0}`).join(', ') : undefined;
    },
    async ask(tool) {
      // In a folder of its own: in one of a workspace it would load what that brings along.
      const root = await storeOf(stores);
      const words = ['db', OPENCODE_QUERY, '--format', 'json'];
      const rows = root === undefined ? undefined : parseJson(await ask(tool, root, words));
      return Array.isArray(rows) ? rows.flatMap(row => readOpencode(row) ?? []) : undefined;
    },
    async turnsSince(tool, id, since) {
      const [root, query] = [await storeOf(stores), opencodeTurnsQuery(id, since)];
      if (root === undefined || query === undefined) {
        return undefined;
      }
      const rows = parseJson(await ask(tool, root, ['db', query, '--format', 'json']));
      const turns = Array.isArray(rows) ? memberOf(rows[0], 'turns') : undefined;
      return typeof turns === 'number' ? turns : undefined;
    },
  },
  async used(id, since, tool) {
    const [root, query] = [await storeOf(stores), opencodeUsageQuery(id, since)];
    const isThere = root !== undefined && statOf(join(root, DATABASE[0]))?.isFile() === true;
    if (!isThere || query === undefined) {
      return undefined;
    }
    const rows = parseJson(await ask(tool, root, ['db', query, '--format', 'json']));
    const tokens = Array.isArray(rows) ? readOpencodeUsage(rows[0]) : undefined;
    // It asks for the helpers as well, and for theirs.
    return tokens && { tokens, isWhole: true };
  },
  async find(sought) {
    const { since, cwd, mark, tool } = sought;
    const list = parseJson(await ask(tool, cwd, ['session', 'list', '--format', 'json', '-n', NEWEST]));
    const ids: string[] = [];
    for (const each of Array.isArray(list) ? (list as unknown[]) : []) {
      const { id, directory, created } = recordOf(each);
      const isNew = typeof created === 'number' && created >= since;
      if (typeof id === 'string' && ID.test(id) && isNew && directory === cwd) {
        ids.push(id);
      }
    }
    const marked: string[] = [];
    for (const id of ids.slice(0, MOST_CANDIDATES)) {
      const whole = await ask(tool, cwd, ['export', id]);
      if (whole.includes(JSON.stringify(mark).slice(1, -1))) {
        marked.push(id);
      }
    }
    return marked.length === 1 && ids.length <= MOST_CANDIDATES ? marked[0] : undefined;
  },
});

async function storeOf(stores: Stores): Promise<string | undefined> {
  const data = await stores.folder('XDG_DATA_HOME', '.local', 'share');
  return data === undefined ? undefined : folderBelow(data, 'opencode');
}

/** What opencode answers to fixed words; nothing where it fails. Longer answers are cut. */
async function ask(tool: ToolProcess, cwd: string, args: readonly string[]): Promise<string> {
  const env = process.platform === 'win32' ? tool.env : { ...tool.env, PWD: cwd };
  const options = { timeout: LONGEST, killSignal: 'SIGKILL', windowsHide: true } as const;
  const child = await spawnProgram(
    { ...tool, args, cwd, env },
    { ...options, stdio: ['ignore', 'pipe', 'ignore'] },
  ).catch(() => undefined);
  if (!child) {
    return '';
  }
  return new Promise(resolve => {
    let text = '';
    child.once('error', () => resolve(''));
    child.once('close', code => resolve(code === 0 || text.length >= MOST_BYTES ? text : ''));
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length >= MOST_BYTES) {
        child.kill('SIGKILL');
      }
    });
  });
}
