import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundled } from '../../../test/support/bundled.ts';
import { root } from '../../project.ts';
import { filesIn, textOf } from '../../testFiles.ts';
import { sumOf, type StageEnd } from '../stage.ts';
import { runFiles } from './testsUnderWine.ts';
import type { Wine } from './wine.ts';

/** The rooms whose unit tests need neither an editor nor Linux. */
const ROOMS = ['core', 'render', 'store', 'verbs', 'runner'];

/** Whether a test file needs its own process, because its hooks would run for the tests of other files too. */
const wantsOwnProcess = (path: string): boolean => /^(?:before|after|beforeEach|afterEach)\(/m.test(textOf(path));

/** Runs the unit tests that suit every system, under Wine. */
export async function unitsUnderWine(wine: Wine): Promise<StageEnd> {
  // Bundles the programs that tests start, because no bundler runs under Wine.
  for (const name of readdirSync(SUPPORT)) {
    if (/(?:Process|^writer)\.ts$/.test(name)) bundled(join(SUPPORT, name));
  }
  const ends: StageEnd[] = [];
  const rooms = [...ROOMS.map(name => [name, filesIn(`unit/${name}`)] as const), ['golden', GOLDEN] as const];
  for (const [name, files] of rooms) {
    const own = files.filter(wantsOwnProcess);
    const others = files.filter(path => !own.includes(path));
    // One process per folder, so that a test that hangs loses only that folder's results.
    const groups = [
      ...[...new Set(others.map(dirname))].map(folder => others.filter(path => dirname(path) === folder)),
      ...own.map(path => [path]),
    ];
    const inGroups: StageEnd[] = [];
    for (const group of groups.filter(each => each.length > 0)) {
      inGroups.push(await runFiles(wine, group));
    }
    const end = sumOf(inGroups);
    console.log(`  ${name.padEnd(7)} ${end.passed} passed, ${end.failed} failed, ${end.missing.length} could not run`);
    ends.push(end);
  }
  return sumOf(ends);
}

const SUPPORT = join(root, 'test', 'support');
const GOLDEN = ['test/unit/golden.test.ts'];
