import { sumOf, type StageEnd } from '../stage.ts';
import { resultOfTests, type TestEnd } from '../testEnds.ts';
import type { Wine } from './wine.ts';

const NO_GIT = 'There is no git.exe in the npm registry or in Debian.';

/** What a failed test needs that Wine lacks, by the failure's message. */
const NOT_THERE: readonly (readonly [says: RegExp, why: string])[] = [
  [/spawn(?:Sync)? git(?:\.exe)? ENOENT/, NO_GIT],
  [/spawn(?:Sync)? (?:sh|\/bin\/sh|\/usr\/bin\/\S+) ENOENT/, 'It asks a program of Linux.'],
  [/(?:EPERM|EACCES|ENOSYS|ENOENT|UNKNOWN)\b.*\bsymlink\b/, 'Wine makes no links.'],
];

/** What a failed test counts on that Windows does and Wine does not, by the name of the test. */
const NOT_LIKE_WINDOWS: readonly (readonly [name: RegExp, why: string])[] = [
  [
    /^eight processes that append at once lose nothing and mix nothing$/,
    'Wine appends in two steps (NtWriteFile asks for the end of the file, then writes there), so rows of several processes may mix. Windows appends in one step.',
  ],
];

const FLAGS = [
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  '--disable-warning=ExperimentalWarning',
  ...['--import', './test/support/home.ts'],
  ...['--test', '--experimental-test-isolation=none'],
  '--test-reporter=./scripts/platforms/testEvents.mjs',
];

/** Runs test files in one process under Wine. `env`: more environment variables. */
export async function runFiles(wine: Wine, files: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<StageEnd> {
  const { code, out, err, late } = await wine.runNode([...FLAGS, ...files], { env });
  const whyUnavailable = ({ name, why }: TestEnd): string | undefined =>
    (NOT_THERE.find(([says]) => says.test(why)) ?? NOT_LIKE_WINDOWS.find(([known]) => known.test(name)))?.[1];
  const about = files.join(' ');
  const end = resultOfTests({ code, output: `${out}\n${err}`, about, whyUnavailable });
  const broken = { passed: 0, failed: 1, missing: [], output: `${about} did not end\n${err}\n` };
  return sumOf([end, ...(late ? [broken] : [])]);
}
