import { run } from '../project.ts';
import { TIME_LIMIT } from '../testFiles.ts';
import type { StageEnd } from './stage.ts';
import { resultOfTests } from './testEnds.ts';

const FLAGS = [
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
  ...['--import', './test/support/home.ts', '--test', '--test-isolation=none', `--test-timeout=${TIME_LIMIT}`],
  '--test-reporter=./scripts/platforms/testEvents.mjs',
];

/** Runs test files with this Node and more environment variables. Skipped tests count as tests that could not run. */
export async function runTests(files: readonly string[], more: NodeJS.ProcessEnv): Promise<StageEnd> {
  const { code, output } = await run(process.execPath, [...FLAGS, ...files], { env: { ...process.env, ...more } });
  return resultOfTests({ code, output, about: files.join(' ') });
}
