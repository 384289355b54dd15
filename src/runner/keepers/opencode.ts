import spawn from 'cross-spawn';
import { parseJson } from '../home/homeFiles.ts';
import type { Keeper, Sought } from './keeper.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';

const ID = /^ses_[A-Za-z0-9]{1,64}$/;

/** The newest conversations that are asked for. */
const NEWEST = '50';

/** The most that may have begun in the folder since; each is asked for. */
const MOST_CANDIDATES = 4;

/** How long opencode may take to answer, in ms, and how much of the answer is read, in bytes. */
const LONGEST = 20_000;
const MOST_BYTES = 1024 * 1024;

/**
 * opencode keeps its conversations in a database of its own and names them itself, so it is asked which there are:
 * the one that began in this folder since the start and whose export holds the mark.
 */
export const opencodeKeeper = (): Keeper => ({
  asks: true,
  async find(sought) {
    const { since, cwd, mark } = sought;
    const list = parseJson(await ask(sought, ['session', 'list', '--format', 'json', '-n', NEWEST]));
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
      const whole = await ask(sought, ['export', id]);
      if (whole.includes(JSON.stringify(mark).slice(1, -1))) {
        marked.push(id);
      }
    }
    return marked.length === 1 && ids.length <= MOST_CANDIDATES ? marked[0] : undefined;
  },
});

/** What opencode answers to fixed words; nothing where it fails. Longer answers are cut. */
function ask({ tool, cwd }: Sought, words: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    let text = '';
    const child = spawn(tool.executable, [...words], {
      argv0: tool.calledAs,
      cwd,
      env: tool.env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LONGEST,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
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
