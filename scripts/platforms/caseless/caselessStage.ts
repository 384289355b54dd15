import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run, runOrThrow } from '../../project.ts';
import { unavailable, type PlatformStage } from '../stage.ts';
import { runTests } from '../testRun.ts';

const PACKAGE = 'ntfs-3g';
const PROGRAMS = ['lowntfs-3g', 'mkntfs', 'mount', 'umount'];

/** The size of the disk in MiB. mkntfs refuses a much smaller one. */
const SIZE = '24';

/** In some containers root's PATH lacks the folders of system programs. */
const env = { ...process.env, PATH: ['/usr/sbin', '/sbin', process.env['PATH']].join(delimiter) };

const lacks = (): readonly string[] =>
  PROGRAMS.filter(name => !env.PATH.split(delimiter).some(folder => existsSync(join(folder, name))));

/** Installs Debian's package where that is possible. Otherwise returns why there is no such disk, and what to do. */
async function installPrograms(): Promise<string | undefined> {
  if (lacks().length === 0) {
    return undefined;
  }
  const words = ['install', '-y', '--no-install-recommends', PACKAGE];
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return `There is no ${lacks().join(', ')}. As root of a Debian: apt-get ${words.join(' ')}`;
  }
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update'], quiet);
  const { code, output } = await run('apt-get', words, quiet);
  return code === 0 ? undefined : `apt-get ended with code ${code}: ${output.trim().split('\n').at(-1) ?? ''}`;
}

/** A disk that ignores case, as those of macOS and Windows do. */
export const caselessStage: PlatformStage = {
  name: 'caseless',
  about: 'a disk that ignores case (NTFS by lowntfs-3g): one folder under several names',
  where: 'a disk that ignores case',
  works: 'everything; two spellings of a folder are one folder',
  async run() {
    const why = await installPrograms().catch(String);
    if (why !== undefined) {
      return unavailable('A disk that ignores case', why);
    }
    const place = mkdtempSync(join(tmpdir(), 'defer-caseless-'));
    const [image, folder] = [join(place, 'image'), join(place, 'disk')];
    mkdirSync(folder);
    try {
      await runOrThrow('dd', ['if=/dev/zero', `of=${image}`, 'bs=1M', `count=${SIZE}`]);
      await runOrThrow('mkntfs', ['-F', '-q', image], { env });
      const { code, output } = await run('lowntfs-3g', ['-o', 'ignore_case,loop', image, folder], { env });
      if (code !== 0) {
        return unavailable('A disk that ignores case', `This machine mounts none: ${output.trim()}`);
      }
      return await runTests(['test/platforms/caseless.test.ts'], { DEFER_TEST_CASELESS: folder });
    } finally {
      await run('umount', [folder], { env }).catch(() => undefined);
      rmSync(place, { recursive: true, force: true });
    }
  },
};
