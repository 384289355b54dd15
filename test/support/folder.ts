import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import './home.ts';

const made: string[] = [];

after(async () => {
  await Promise.all(made.map(folder => rm(folder, { recursive: true, force: true })));
});

/** An empty folder that goes when the tests of the file are over. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'defer-test-'));
  made.push(folder);
  return folder;
}

/** A folder with files in it, by path. */
export async function place(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** A folder with a schedule in it. */
export async function folderWith(text: string | Uint8Array): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, '.sf'));
  await writeFile(scheduleOf(folder), text);
  return folder;
}

export const scheduleOf = (folder: string): string => join(folder, '.sf', 'schedule.jsonl');
