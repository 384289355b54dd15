import { relative, win32 } from 'node:path';
import { root } from '../project.ts';
import { sumOf, type Missing, type StageEnd } from './stage.ts';

/** The result of one test, as `testEvents.mjs` prints it. */
export interface TestEnd {
  readonly file: string;
  readonly name: string;
  readonly end: 'pass' | 'fail' | 'skip';
  /** Why it was skipped, or what went wrong. */
  readonly why: string;
}

/** A test process that has ended. */
export interface TestRun {
  readonly code: number;
  /** Its output: the lines of `testEvents.mjs`, and others. */
  readonly output: string;
  /** The files that it ran, to be named if the process fails. */
  readonly about: string;
  /** Says why a failed test cannot run on this machine. Undefined for a real failure. */
  readonly whyUnavailable?: (test: TestEnd) => string | undefined;
}

const NOTHING: StageEnd = { passed: 0, failed: 0, missing: [], output: '' };

/** The results in the output of a test process. */
export const testsIn = (output: string): readonly TestEnd[] =>
  output.split('\n').flatMap(line => (line.startsWith('{"file"') ? [JSON.parse(line) as TestEnd] : []));

/** Sums up the output of a test process. A process that failed on its own counts as one more failure. */
export function resultOfTests({ code, output, about, whyUnavailable = () => undefined }: TestRun): StageEnd {
  const lines = output.split('\n');
  const tests = testsIn(output);
  const ends = tests.map(test => endOf(test, whyUnavailable));
  const isExplained = ends.some(({ failed, missing }) => failed > 0 || missing.length > 0);
  if (tests.length > 0 && (code === 0 || isExplained)) {
    return sumOf(ends);
  }
  const others = lines.filter(line => !line.startsWith('{"file"')).join('\n');
  return sumOf([...ends, { ...NOTHING, failed: 1, output: `${about} ended with code ${code}\n${others}\n` }]);
}

function endOf(test: TestEnd, whyUnavailable: (test: TestEnd) => string | undefined): StageEnd {
  const { file, name, end, why } = test;
  const what = `${shortPath(file)}: ${name}`;
  if (end === 'pass') {
    return { ...NOTHING, passed: 1 };
  }
  const known = end === 'skip' ? why || 'The test is for other systems.' : whyUnavailable(test);
  const missing: readonly Missing[] = known === undefined ? [] : [{ what, why: known }];
  return known === undefined
    ? { ...NOTHING, failed: 1, output: `FAILED ${what}\n${why.replace(/^/gm, '    ')}\n` }
    : { ...NOTHING, missing };
}

/** A path relative to the project. It may be a Wine path, where drive Z: is the root of this machine. */
const shortPath = (file: string): string => relative(root, file.replace(/^z:/i, '').split(win32.sep).join('/'));
