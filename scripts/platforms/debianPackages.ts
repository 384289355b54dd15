import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../project.ts';

/** In some containers root's PATH lacks the folders of system programs. */
export const SYSTEM_PATH = ['/usr/sbin', '/sbin', process.env['PATH']].join(delimiter);

const isThere = (needed: string): boolean =>
  needed.startsWith('/') ? existsSync(needed) : SYSTEM_PATH.split(delimiter).some(one => existsSync(join(one, needed)));

/**
 * Installs those of Debian's packages of which something is missing: programs by name, files by absolute path. Returns
 * what is missing, and what to do, where they cannot be installed.
 */
export async function installPackages(needs: Readonly<Record<string, readonly string[]>>): Promise<string | undefined> {
  const missing = Object.values(needs)
    .flat()
    .filter(one => !isThere(one));
  if (missing.length === 0) {
    return undefined;
  }
  const packages = Object.keys(needs).filter(name => needs[name]?.some(one => missing.includes(one)));
  const words = ['install', '-y', '--no-install-recommends', ...packages];
  const command = `apt-get ${words.join(' ')}`;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isThere('apt-get')) {
    return `There is no ${missing.join(', ')}. As root of a Debian: ${command}`;
  }
  console.log(`Installing ${packages.join(', ')} (once) ...`);
  const env = { ...process.env, PATH: SYSTEM_PATH, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const { code, output } = await run('apt-get', words, { env });
  return code === 0 ? undefined : `${command} ended with code ${code}: ${output.trim().split('\n').at(-1) ?? ''}`;
}
