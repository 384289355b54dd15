import { sumOf, type StageEnd } from '../stage.ts';
import { resultOfTests, testsIn, type TestEnd } from '../testEnds.ts';
import type { Wine, WineEnd } from './wine.ts';

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

/** Why a failed test cannot run under Wine. Undefined for a real failure. */
const whyUnavailable = ({ name, why }: TestEnd): string | undefined =>
  (NOT_THERE.find(([says]) => says.test(why)) ?? NOT_LIKE_WINDOWS.find(([known]) => known.test(name)))?.[1];

/** `spawn` failed with a code of Windows that Node has no name for. */
const NOT_STARTED = /^Error: spawn UNKNOWN\n {4}at ChildProcess\.spawn \(node:internal\/child_process/m;

/** Whether a test failed because it could not start a program of its own. A start by Defer's code is not one. */
const isNotStarted = ({ why }: TestEnd): boolean => NOT_STARTED.test(why) && !/[\\/]src[\\/]/.test(why);

/** The failed tests of a process, if each of them failed because it could not start a program of its own. */
function onlyNotStarted({ out, late }: WineEnd): readonly TestEnd[] {
  const failed = testsIn(out).filter(test => test.end === 'fail' && whyUnavailable(test) === undefined);
  return !late && failed.every(isNotStarted) ? failed : [];
}

let runsAgain = 0;

/**
 * Runs test files in one process under Wine. `env`: more environment variables. About once in a thousand starts of
 * Node, `spawn` fails under Wine with UNKNOWN, in a program without Defer as well, and the next try succeeds. Where
 * nothing else went wrong, the files run once more, and only that run counts.
 */
export async function runFiles(wine: Wine, files: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<StageEnd> {
  const words = [...FLAGS, ...files];
  const first = await wine.runNode(words, { env });
  const [notStarted] = onlyNotStarted(first);
  if (notStarted) {
    runsAgain += 1;
    console.log(`  run again (${runsAgain}): spawn UNKNOWN in "${notStarted.name}" of ${files.join(' ')}`);
  }
  const { code, out, err, late } = notStarted ? await wine.runNode(words, { env }) : first;
  const about = files.join(' ');
  const end = resultOfTests({ code, output: `${out}\n${err}`, about, whyUnavailable });
  const broken = { passed: 0, failed: 1, missing: [], output: `${about} did not end\n${err}\n` };
  return sumOf([end, ...(late ? [broken] : [])]);
}
