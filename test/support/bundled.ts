import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../../scripts/project.ts';

const kept = join(root, 'node_modules', '.cache', 'bundled');

/** How long bundles of older sources are kept, in ms: a week. */
const LONGEST = 7 * 24 * 3600_000;

/** What everything that a bundle may be made of has in it now, as a digest. */
const sourceDigest = (): string => {
  const digest = createHash('sha256');
  for (const folder of ['src', join('test', 'support')]) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.map(each => each.replaceAll(sep, '/')).sort()) {
      if (name.endsWith('.ts')) {
        digest.update(`${name}\0`).update(readFileSync(join(root, folder, name)));
      }
    }
  }
  return digest
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
};

let folder: string | undefined;

/** The folder of the bundles of today's sources, made where there is none; then those of old sources go. */
const folderOfToday = (): string => {
  const path = join(kept, sourceDigest());
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true });
    for (const name of readdirSync(kept)) {
      const age = Date.now() - (statSync(join(kept, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
      if (age > LONGEST) {
        rmSync(join(kept, name), { recursive: true, force: true });
      }
    }
  }
  return path;
};

/**
 * A TypeScript file of `test/support` with all that it imports as one file of JavaScript, by its path: a process of it
 * starts in a third of the time, since Node has no types to strip and nothing to look for. Made once for the sources as
 * they are, whichever process asks, in whichever copy of the project. `cjs`: of CommonJS, as a worker needs it
 * (programWorker.ts).
 */
export function bundled(script: string, format: 'esm' | 'cjs' = 'esm'): string {
  folder ??= folderOfToday();
  const name = basename(script, '.ts');
  const ending = format === 'esm' ? 'mjs' : 'cjs';
  const path = join(folder, `${name}.${ending}`);
  if (existsSync(path)) {
    return path;
  }
  if (process.platform === 'win32') {
    // No bundler runs under Wine. Node reads the source of a program that was not bundled on Linux before.
    return script;
  }
  const { outputFiles } = buildSync({
    entryPoints: [script],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format,
    logLevel: 'error',
    // Some packages are CommonJS, and ask for what they need as such.
    ...(format === 'esm' && {
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
  });
  // Several test files may make it at once: none is to see half of it.
  const write = (file: string, contents: string | Uint8Array): void => {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, contents);
    renameSync(own, file);
  };
  const whole = `${name}.whole.${ending}`;
  write(join(folder, whole), outputFiles[0]?.contents ?? '');
  // What Node makes of it is kept; Node 20 cannot do that.
  const compiled = JSON.stringify(join(root, 'node_modules', '.cache', 'compiled'));
  const start =
    format === 'esm'
      ? [
          "import module from 'node:module';",
          `module.enableCompileCache?.(${compiled});`,
          `await import('./${whole}');`,
        ]
      : [`require('node:module').enableCompileCache?.(${compiled});`, `require('./${whole}');`];
  write(path, start.join('\n'));
  return path;
}
