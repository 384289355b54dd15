// npm test: every stage, or those that are named; the last line is the sum.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser } from './browser.ts';
import { installEditor } from './editorServer.ts';
import { packageExtension, root, run, toolScript, type Ended } from './project.ts';
import { filesIn, partsInEditor, partsOf, textOf, TIME_LIMIT } from './testFiles.ts';

/** How one check ended: how many passed and failed, and what it printed. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

const node = process.execPath;
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

const asOne = ({ code, output }: Ended): Outcome => ({
  passed: code === 0 ? 1 : 0,
  failed: code === 0 ? 0 : 1,
  output,
});

const sum = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((total, { passed }) => total + passed, 0),
  failed: outcomes.reduce((total, { failed }) => total + failed, 0),
  output: outcomes.map(({ output, failed }) => (failed > 0 ? output : '')).join(''),
});

const tool = async (name: string, parameters: readonly string[], command?: string): Promise<Outcome> =>
  asOne(await run(node, [toolScript(name, command), ...parameters]));

/** What Node makes of the source is kept here: most of the start of a test file is the stripping of types. */
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };

/** Gives the tests of each process a home of their own. */
const ownHome = ['--import', pathToFileURL(join(root, 'test', 'support', 'home.ts')).href];

/**
 * Runs test files with Node's own runner and reads its closing figures. `giveWay`: to what the windows of the editor
 * need, which take the longest and mostly wait.
 */
const testFiles = async (
  files: readonly string[],
  flags: readonly string[],
  env: NodeJS.ProcessEnv = {},
  giveWay = true,
): Promise<Outcome> => {
  const ended = await run(
    node,
    [quiet, ...ownHome, '--test', '--test-reporter=spec', `--test-timeout=${TIME_LIMIT}`, ...flags, ...files],
    {
      env: { ...process.env, ...env, FORCE_COLOR: '0' },
      giveWay,
    },
  );
  const figure = (name: string): number => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(ended.output)?.[1] ?? 0);
  const failed = figure('fail') + figure('cancelled');
  const passed = figure('pass');
  // A run that broke before its figures, or after them, is a failure too.
  const broken = passed + failed === 0 || (ended.code !== 0 && failed === 0);
  const output = broken && ended.code === 0 ? `No tests in ${files.join(' ')}\n` : ended.output;
  return { passed, failed: broken ? failed + 1 : failed, output };
};

/** One of the pieces that a stage is made of; the pieces of all stages run side by side. */
type Job = () => Promise<Outcome>;

/**
 * What a file does before and after its tests would in a shared process be done before and after those of every file.
 */
const wantsOwnProcess = (path: string): boolean => /^(?:before|beforeEach|afterEach)\(/m.test(textOf(path));

/** What a process starts takes the longer, the more memory it has: ten times as long at 400 MB as at 50. */
const SMALL = ['--max-semi-space-size=1', '--max-old-space-size=150'];

/** Test files as so many jobs of one process each, and one more for those that each want a process of their own. */
const shared = (files: readonly string[], count = 1, flags: readonly string[] = []): readonly Job[] => {
  const [own, others] = [files.filter(wantsOwnProcess), files.filter(path => !wantsOwnProcess(path))];
  return [
    ...partsOf(others, count).map(part => () => testFiles(part, ['--test-isolation=none', ...flags], compiled)),
    ...(own.length === 0 ? [] : [() => testFiles(own, ['--test-concurrency=1'], compiled)]),
  ];
};

const packTests = ['package', 'publish'].map(name => join('test', 'cli', `${name}.test.ts`));

let editor: Promise<unknown> | undefined;

/** Installs the editor and its browser, once for all who ask. */
const installWindows = (): Promise<unknown> => (editor ??= installEditor().then(findBrowser));

interface Stage {
  /** The stages that it stands on. */
  readonly needs?: readonly string[];
  /** What has to be there before its jobs; it is waited for beside the jobs of others. */
  readonly ready?: () => Promise<unknown>;
  readonly jobs: () => readonly Job[];
}

// In this order jobs get their turn: what others wait for and what is longest first.
const stages: Readonly<Record<string, Stage>> = {
  build: {
    jobs: () => [
      async () => {
        const output = await packageExtension().catch((fault: unknown) =>
          fault instanceof Error ? fault : new Error(String(fault)),
        );
        return asOne({
          code: output instanceof Error ? 1 : 0,
          output: output instanceof Error ? `${output.message}\n` : output,
        });
      },
    ],
  },
  host: {
    needs: ['build'],
    ready: installWindows,
    jobs: () => {
      rmSync(join(root, 'test-results'), { recursive: true, force: true });
      return partsInEditor().map(files => () => testFiles(files, ['--test-isolation=none'], compiled, false));
    },
  },
  // The runner and the verbs apart: they start git, and the memory that the properties of core take makes that slow.
  unit: {
    jobs: () => [
      ...shared(filesIn('unit/runner'), 2, SMALL),
      ...shared(filesIn('unit/store', 'unit/cli', 'unit/vscode')),
      ...shared(filesIn('unit/verbs')),
      ...shared(filesIn('unit/core', 'unit/render', 'unit/*')),
    ],
  },
  cli: {
    needs: ['build'],
    jobs: () =>
      shared(
        filesIn('cli').filter(path => !packTests.includes(path)),
        2,
      ),
  },
  pack: { needs: ['build'], jobs: () => packTests.map(path => () => testFiles([path], [], compiled)) },
  types: {
    jobs: () => [
      () => tool('typescript', ['--noEmit'], 'tsc'),
      // What runs in pages knows the browser, and nothing of Node.
      () => tool('typescript', ['--noEmit', '-p', 'src/page'], 'tsc'),
    ],
  },
  lint: {
    jobs: () => [
      () => tool('oxlint', ['--deny-warnings']),
      () => tool('oxfmt', ['--check']),
      () => tool('knip', ['--no-progress']),
    ],
  },
};

const named = process.argv.slice(2);
const unknown = named.filter(name => !(name in stages));
if (unknown.length > 0) {
  console.error(`No stage ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
const wanted = new Set(
  named.length === 0 ? Object.keys(stages) : named.flatMap(name => [...(stages[name]?.needs ?? []), name]),
);

// With more jobs than cores, all of them take longer: a window shares its work among six processes.
let free = availableParallelism();
const waiting: { readonly rank: number; readonly start: () => void }[] = [];

/** Runs a job when it is its turn. */
const inTurn = async (rank: number, job: Job): Promise<Outcome> => {
  if (free === 0) {
    await new Promise<void>(start => {
      waiting.push({ rank, start });
      waiting.sort((a, b) => a.rank - b.rank);
    });
  } else {
    free -= 1;
  }
  return job().finally(() => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next.start();
  });
};

const broken = (fault: unknown): Outcome => ({
  passed: 0,
  failed: 1,
  output: `${fault instanceof Error ? fault.stack : String(fault)}\n`,
});

const started = performance.now();
const running = new Map<string, Promise<Outcome>>();
for (const [rank, [name, { needs = [], ready, jobs }]] of Object.entries(stages).entries()) {
  if (!wanted.has(name)) continue;
  const runStage = async (): Promise<Outcome> => {
    await Promise.all([ready?.(), ...needs.map(need => running.get(need))]);
    const begun = performance.now();
    const outcome = sum(await Promise.all(jobs().map(job => inTurn(rank, job).catch(broken))));
    if (outcome.failed > 0) process.stdout.write(`${outcome.output.trimEnd()}\n`);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${name.padEnd(6)} ${outcome.passed} passed, ${outcome.failed} failed, ${seconds} s`);
    return outcome;
  };
  const say = (fault: unknown): Outcome => {
    const outcome = broken(fault);
    process.stdout.write(`${name}: ${outcome.output}`);
    return outcome;
  };
  running.set(name, runStage().catch(say));
}
const { passed, failed } = sum(await Promise.all(running.values()));
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
