// npm test: every stage in order, or the one that is named; the last line is the sum.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installAgentTools } from './agentTools.ts';
import { findBrowser } from './browser.ts';
import { installEditor } from './editorServer.ts';
import { packageExtension, root, run, toolScript, type Ended } from './project.ts';

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

/** Runs test files with Node's own runner and reads its closing figures. */
const testFiles = async (
  patterns: readonly string[],
  flags: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> => {
  const ended = await run(node, [quiet, '--test', '--test-reporter=spec', ...flags, ...patterns], {
    env: { ...process.env, ...env, FORCE_COLOR: '0' },
  });
  const figure = (name: string): number => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(ended.output)?.[1] ?? 0);
  const failed = figure('fail') + figure('cancelled');
  const passed = figure('pass');
  // A run that broke before its figures, or after them, is a failure too.
  const broken = passed + failed === 0 || (ended.code !== 0 && failed === 0);
  const output = broken && ended.code === 0 ? `No tests in ${patterns.join(' ')}\n` : ended.output;
  return { passed, failed: broken ? failed + 1 : failed, output };
};

/** How long a test file of the editor takes, roughly: each window that it opens is as much as a test. */
const weightOf = (path: string): number => {
  const text = readFileSync(join(root, path), 'utf8');
  return text.length + 2000 * (text.match(/await (?:openWindow|runInHost|runBeside)\(/g)?.length ?? 0);
};

/** The test files right in a folder as two lists of about one length. Those that share a window are together. */
const halvesOf = (folder: string): readonly (readonly string[])[] => {
  const paths = readdirSync(join(root, folder))
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join(folder, name));
  const isSharing = (path: string): boolean => readFileSync(join(root, path), 'utf8').includes('/sharedWindow.ts');
  const sharing = paths.filter(isSharing);
  const halves = [sharing, []].map(list => ({ weight: list.reduce((sum, path) => sum + weightOf(path), 0), list }));
  const others = paths.filter(path => !isSharing(path)).map(path => ({ path, weight: weightOf(path) }));
  for (const { path, weight } of others.sort((a, b) => b.weight - a.weight)) {
    const [lighter] = halves.sort((a, b) => a.weight - b.weight);
    lighter?.list.push(path);
    if (lighter) lighter.weight += weight;
  }
  return halves.map(({ list }) => list);
};

const twoAtOnce = ['--test-concurrency=2'];

let editor: Promise<unknown> | undefined;

/** Installs the editor and its browser, once for all who ask. */
const installWindows = (): Promise<unknown> => (editor ??= installEditor().then(findBrowser));

const packTest = join('test', 'cli', 'package.test.ts');

const stages: Readonly<Record<string, () => Promise<Outcome>>> = {
  types: () => tool('typescript', ['--noEmit'], 'tsc'),
  lint: async () =>
    sum([
      await tool('oxlint', ['--deny-warnings']),
      await tool('oxfmt', ['--check']),
      await tool('knip', ['--no-progress']),
    ]),
  // What is pure shares a process, and each of the others has one of its own. The verbs apart: they start git, and the
  // memory that the properties of core take makes that slow.
  unit: async () =>
    sum(
      await Promise.all([
        testFiles(['test/unit/{core,render}/**/*.test.ts'], ['--test-isolation=none'], compiled),
        testFiles(['test/unit/verbs/**/*.test.ts'], ['--test-isolation=none'], compiled),
        testFiles(
          ['test/unit/*.test.ts', 'test/unit/{cli,runner,store,vscode}/**/*.test.ts', 'test/golden/**/*.test.ts'],
          twoAtOnce,
          compiled,
        ),
      ]),
    ),
  build: async () => {
    const output = await packageExtension().catch((fault: unknown) =>
      fault instanceof Error ? fault : new Error(String(fault)),
    );
    return asOne({
      code: output instanceof Error ? 1 : 0,
      output: output instanceof Error ? `${output.message}\n` : output,
    });
  },
  // Packing builds dist anew, which the command line's other tests and the editor's use.
  pack: () => testFiles([packTest], [], compiled),
  cli: async () => {
    await agentTools;
    // The registry is waited for meanwhile. What fails is told by the stage that needs it.
    if (wanted.has('host')) installWindows().catch(() => undefined);
    const files = readdirSync(join(root, 'test', 'cli')).filter(name => name.endsWith('.test.ts'));
    const others = files.map(name => join('test', 'cli', name)).filter(path => path !== packTest);
    return testFiles(others, twoAtOnce, compiled);
  },
  host: async () => {
    await installWindows();
    rmSync(join(root, 'test-results'), { recursive: true, force: true });
    // The files of one half share a process and an editor: much of what they do is waiting, so two keep both cores busy.
    const flags = ['--test-isolation=none', '--test-timeout=120000'];
    return sum(await Promise.all(halvesOf('test/host').map(files => testFiles(files, flags))));
  },
};

// What runs side by side on two cores, each a row of stages. The editor's tests, two editors at once, want the machine
// for themselves, and so do those of the command line, whose real tools would wait too long.
const rounds: readonly (readonly (readonly string[])[])[] = [
  [['types', 'lint'], ['unit'], ['build', 'pack']],
  [['cli']],
  [['host']],
];

// What a stage stands on.
const needs: Readonly<Record<string, readonly string[]>> = { pack: ['build'], cli: ['build'], host: ['build'] };

const named = process.argv.slice(2);
const unknown = named.filter(name => !(name in stages));
if (unknown.length > 0) {
  console.error(`No stage ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
const wanted = new Set(
  named.length === 0 ? Object.keys(stages) : named.flatMap(name => [...(needs[name] ?? []), name]),
);

const started = performance.now();
// Most of it is waiting for the registry. A test of the command line says it where the tools are missing.
const agentTools = wanted.has('cli') ? installAgentTools().catch(() => undefined) : undefined;
const runStage = async (name: string): Promise<Outcome> => {
  const begun = performance.now();
  const stage = stages[name] as () => Promise<Outcome>;
  const outcome = await stage().catch((fault: unknown): Outcome => ({
    passed: 0,
    failed: 1,
    output: `${fault instanceof Error ? fault.stack : String(fault)}\n`,
  }));
  if (outcome.failed > 0) process.stdout.write(`${outcome.output.trimEnd()}\n`);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${name.padEnd(6)} ${outcome.passed} passed, ${outcome.failed} failed, ${seconds} s`);
  return outcome;
};

const outcomes: Outcome[] = [];
const runRow = async (row: readonly string[]): Promise<void> => {
  for (const name of row) {
    if (wanted.has(name)) outcomes.push(await runStage(name));
  }
};
for (const rows of rounds) await Promise.all(rows.map(runRow));
const { passed, failed } = sum(outcomes);
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
