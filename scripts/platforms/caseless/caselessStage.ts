import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runOrThrow } from '../../project.ts';
import { installPackages, SYSTEM_PATH } from '../debianPackages.ts';
import { unavailable, type PlatformStage } from '../stage.ts';
import { runTests } from '../testRun.ts';

/** Debian's packages, and what is needed of each. */
const PROGRAMS = { 'ntfs-3g': ['lowntfs-3g', 'mkntfs'], mount: ['mount', 'umount'] };

const env = { ...process.env, PATH: SYSTEM_PATH };

/** The size of the disk in MiB. mkntfs refuses a much smaller one. */
const SIZE = '24';

/** A disk that ignores case, as those of macOS and Windows do. */
export const caselessStage: PlatformStage = {
  name: 'caseless',
  about: 'a disk that ignores case (NTFS by lowntfs-3g): one folder under several names',
  where: 'a disk that ignores case',
  works: 'everything; two spellings of a folder are one folder',
  async run() {
    const why = await installPackages(PROGRAMS).catch(String);
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
