import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A suite for the extension host exports `tests` of this shape; they run one after another. */
export type HostTests = Readonly<Record<string, () => Promise<void> | void>>;

/** How one test of a suite ended; `failure` is the error's stack. */
export interface HostResult {
  readonly name: string;
  readonly failure?: string;
}

// The ends go to a file, because what the host writes to its console may be cut.
const entry = (suite: string, report: string): string => `
import { renameSync, writeFileSync } from 'node:fs';
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
  // Nobody is to read half of it.
  writeFileSync(${JSON.stringify(`${report}.part`)}, JSON.stringify(results));
  renameSync(${JSON.stringify(`${report}.part`)}, ${JSON.stringify(report)});
}`;

/**
 * Compiles a suite (absolute path of a .ts file) to `suite.cjs` in `folder`, whose `run()` runs the tests. Answers with
 * what reads how they ended; undefined until they all have.
 */
export const compileSuite = async (suite: string, folder: string): Promise<() => readonly HostResult[] | undefined> => {
  const report = join(folder, 'results.json');
  await build({
    stdin: { contents: entry(suite, report), resolveDir: folder, loader: 'js' },
    ...{ bundle: true, format: 'cjs', platform: 'node', external: ['vscode'], sourcemap: 'inline' },
    outfile: join(folder, 'suite.cjs'),
  });
  return () => (existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as HostResult[]) : undefined);
};
