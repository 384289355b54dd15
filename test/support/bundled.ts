import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../../scripts/project.ts';

const made = new Map<string, string>();

/**
 * A TypeScript file with all that it imports as one file of JavaScript, by its path: a process of it starts in a third
 * of the time, since Node has no types to strip and nothing to look for. Made once by every process that asks.
 */
export function bundled(script: string): string {
  const known = made.get(script);
  if (known !== undefined) {
    return known;
  }
  const { outputFiles } = buildSync({
    entryPoints: [script],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    // Some packages are CommonJS, and ask for what they need as such.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const folder = join(root, 'node_modules', '.cache', 'bundled');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${basename(script, '.ts')}.mjs`);
  // Several test files may make it at once: none is to see half of it.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, outputFiles[0]?.contents ?? '');
  renameSync(own, path);
  made.set(script, path);
  return path;
}
