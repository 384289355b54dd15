import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A suite for the extension host exports `tests` of this shape; they run one after another. */
export type HostTests = Readonly<Record<string, () => Promise<void> | void>>;

/** How one test of a suite ended; `failure` is the error's stack. */
export interface HostResult {
  readonly name: string;
  readonly failure?: string;
}

/** A suite made ready for an extension host. */
export interface CompiledSuite {
  /** What the host is to load: its `run()` runs the tests. */
  readonly module: string;
  /**
   * An empty extension: tests run only beside one that is under development, and it must not be the one under test,
   * which is the installed package.
   */
  readonly standIn: string;
  /** How the tests ended, once `run()` has. */
  results(): readonly HostResult[];
}

// The ends go to a file, because what the host writes to its console may be cut.
const entry = (suite: string, report: string): string => `
import { writeFileSync } from 'node:fs';
import { tests } from ${JSON.stringify(suite)};
export async function run() {
  const results = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      results.push({ name });
    } catch (fault) {
      results.push({ name, failure: String(fault?.stack ?? fault) });
    }
  }
  writeFileSync(${JSON.stringify(report)}, JSON.stringify(results));
}`;

/** Compiles a suite (absolute path of a .ts file) into `folder`. */
export const compileSuite = async (suite: string, folder: string): Promise<CompiledSuite> => {
  const report = join(folder, 'results.json');
  const module = join(folder, 'suite.cjs');
  await build({
    stdin: { contents: entry(suite, report), resolveDir: folder, loader: 'js' },
    ...{ outfile: module, bundle: true, format: 'cjs', platform: 'node', external: ['vscode'], sourcemap: 'inline' },
  });
  const standIn = join(folder, 'stand-in');
  mkdirSync(standIn);
  const manifest = { name: 'stand-in', publisher: 'defer', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(standIn, 'package.json'), JSON.stringify(manifest));
  return { module, standIn, results: () => JSON.parse(readFileSync(report, 'utf8')) as HostResult[] };
};
