import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The schedule file of a folder. */
export const scheduleOf = (folder: string): string => join(folder, '.sf', 'schedule.jsonl');

/** Folders of one run, and a home of its own: nothing is written into that of whoever measures. */
export class Places {
  private readonly root: string;
  readonly env: NodeJS.ProcessEnv;

  private constructor(root: string) {
    this.root = root;
    const home = join(root, 'home');
    this.env = {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      TASKDATA: join(root, 'tasks'),
      TASKRC: join(home, '.taskrc'),
    };
  }

  static async create(): Promise<Places> {
    const root = await mkdtemp(join(tmpdir(), 'defer-bench-'));
    await mkdir(join(root, 'home'));
    return new Places(root);
  }

  /** A new folder. */
  async folder(name: string): Promise<string> {
    const folder = join(this.root, name);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** A new folder with a schedule of these rows. */
  async withRows(name: string, rows: Iterable<string>): Promise<string> {
    const folder = await this.folder(name);
    await mkdir(join(folder, '.sf'));
    const file = createWriteStream(scheduleOf(folder));
    for (const row of rows) {
      if (!file.write(`${row}\n`)) {
        await once(file, 'drain');
      }
    }
    file.end();
    await once(file, 'finish');
    return folder;
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true });
  }
}
