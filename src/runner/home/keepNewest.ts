import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Deletes the oldest files of a folder where there are more than `most`. */
export async function keepNewest(folder: string, most: number): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= most) {
    return;
  }
  const aged = await Promise.all(
    names.map(async name => ({ name, age: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const old = aged.sort((a, b) => b.age - a.age).slice(most);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
