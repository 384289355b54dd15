import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepFolder, npm, run, runOrThrow } from '../../scripts/project.ts';

/** The last commit of version 0.1.0. */
const COMMIT = '1724f0e166803d9df6398950965e36098f0ce608';

/**
 * The command line of version 0.1.0, built once from the history of this repository. Undefined in a clone without that
 * history. The first call needs the npm registry.
 */
export async function firstVersion(): Promise<string | undefined> {
  if ((await run('git', ['cat-file', '-e', COMMIT])).code !== 0) {
    return undefined;
  }
  const folder = await keepFolder('defer-0.1.0', async unfinished => {
    const archive = `${unfinished}.tar`;
    await runOrThrow('git', ['archive', '--output', archive, COMMIT]);
    await runOrThrow('tar', ['-xf', archive], { cwd: unfinished });
    rmSync(archive);
    await npm(unfinished, ['ci', '--ignore-scripts']);
    await runOrThrow(process.execPath, ['esbuild.mjs'], { cwd: unfinished });
    rmSync(join(unfinished, 'node_modules'), { recursive: true, force: true });
  });
  return join(folder, 'dist', 'cli.js');
}
