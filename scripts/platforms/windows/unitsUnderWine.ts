import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
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
  const rooms = [...ROOMS.map(name => [name, filesIn(`unit/${name}`)] as const), ['golden', GOLDEN] as const];
  const groups = rooms.flatMap(([room, files]) => groupsOf(files).map(group => ({ room, files: group })));
  const ends = new Map<string, StageEnd[]>(rooms.map(([room]) => [room, []]));
  const times: (readonly [seconds: number, what: string])[] = [];
  const waiting = groups.values();
  const work = async (): Promise<void> => {
    // Each lane takes the next group of the same iterator.
    for (const { room, files } of waiting) {
      const begun = performance.now();
      ends.get(room)?.push(await runFiles(wine, files));
      times.push([(performance.now() - begun) / 1000, nameOf(files)]);
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  for (const [room, each] of ends) {
    const { passed, failed, missing } = sumOf(each);
    console.log(`  ${room.padEnd(7)} ${passed} passed, ${failed} failed, ${missing.length} could not run`);
  }
  const longest = times.toSorted(([one], [other]) => other - one).slice(0, 10);
  console.log(`  longest: ${longest.map(([seconds, what]) => `${what} ${seconds.toFixed(0)} s`).join(', ')}`);
  return sumOf([...ends.values()].flat());
}

/** One group per folder and process, so that a test that hangs loses only that folder's results. */
function groupsOf(files: readonly string[]): readonly (readonly string[])[] {
  const own = files.filter(wantsOwnProcess);
  const others = files.filter(path => !own.includes(path));
  return [
    ...[...new Set(others.map(dirname))].map(folder => others.filter(path => dirname(path) === folder)),
    ...own.map(path => [path]),
  ];
}

const nameOf = ([first = '', ...more]: readonly string[]): string =>
  relative('test/unit', more.length > 0 ? dirname(first) : first);

/** How many processes run at once. A process with its own folders and home disturbs no other. */
const LANES = Math.min(2, availableParallelism());

const SUPPORT = join(root, 'test', 'support');
const GOLDEN = ['test/unit/golden.test.ts'];
