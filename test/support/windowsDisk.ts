import { win32 } from 'node:path';
import type { Disk } from '../../src/store/programs/programDisk.ts';

/** A Windows disk with these files, which ignores case. `links` and `texts` are by path. */
export function windowsDisk(
  files: readonly string[],
  links: Readonly<Record<string, string>> = {},
  texts: Readonly<Record<string, string>> = {},
): Disk {
  const isBelow = (file: string, path: string): boolean => file.toLowerCase().startsWith(`${path.toLowerCase()}\\`);
  const linkAt = (path: string): string | undefined => links[path];
  const real = async (path: string): Promise<string | undefined> => {
    for (const [link, target] of Object.entries(links)) {
      if (path === link || isBelow(path, link)) {
        return real(target + path.slice(link.length));
      }
    }
    return files.find(file => file.toLowerCase() === path.toLowerCase() || isBelow(file, path)) === undefined
      ? undefined
      : (files.find(file => file.toLowerCase() === path.toLowerCase()) ?? path);
  };
  const has = async (path: string): Promise<boolean> => (await real(path)) !== undefined;
  return {
    platform: 'win32',
    paths: win32,
    home: () => 'C:\\Users\\me',
    real,
    link: async path => linkAt(path),
    has,
    isFile: async path => files.some(file => file.toLowerCase() === path.toLowerCase()),
    text: async path => texts[path],
    mayExecute: async () => true,
  };
}
