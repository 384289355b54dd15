// Builds dist/: the extension, the command line, and a chunk for every module that the source imports lazily.
// `import('../core/when.ts')` in the source becomes `require('./chunks/core-when.js')` on first use. A chunk is a
// bundle of its own: it shares no module state with the file that loads it.
import { build } from 'esbuild';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, 'src');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const kilobyte = 1024;

const entries = [
  { from: 'src/extension.ts', to: 'dist/extension.js', budget: 60 * kilobyte },
  { from: 'src/cli/main.ts', to: 'dist/cli.js', banner: '#!/usr/bin/env node' },
  { from: 'src/mcp/server.ts', to: 'dist/mcp.js' },
];

const chunkName = path => relative(source, path).split(sep).join('-').replace(/\.ts$/, '');

/** Turns each lazy import of a source file into a require of its chunk, and says which chunks are wanted. */
const lazyChunks = (chunkFolder, wanted) => ({
  name: 'lazy-chunks',
  setup(bundler) {
    bundler.onResolve({ filter: /.*/ }, ({ kind, path, importer, resolveDir }) => {
      if (kind !== 'dynamic-import' || !importer.startsWith(source + sep) || path.startsWith('node:')) return undefined;
      if (!path.startsWith('.')) {
        return {
          errors: [{ text: `Import the package "${path}" plainly, in a source file that is imported lazily.` }],
        };
      }
      const target = resolve(resolveDir, path);
      if (!existsSync(target))
        return { errors: [{ text: `No file ${path} (a lazy import names it with its ending).` }] };
      const entry = entries.find(({ from }) => join(root, from) === target);
      if (entry) {
        return { path: `${chunkFolder === '.' ? '..' : '.'}/${basename(entry.to)}`, external: true };
      }
      wanted.add(target);
      return { path: `${chunkFolder}/${chunkName(target)}.js`, external: true };
    });
  },
});

/**
 * `node:crypto` is loaded when something of it is first used: a command that finds nothing to read takes an eighth less
 * without it. esbuild takes the prototype of what a CommonJS module exports along.
 */
const lateCrypto = {
  name: 'late-crypto',
  setup(bundler) {
    bundler.onResolve({ filter: /^(node:)?crypto$/ }, ({ kind }) =>
      kind === 'require-call' ? undefined : { path: 'node:crypto', namespace: 'late' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: `
        const get = (_, name) => (name === '__esModule' ? undefined : require('node:crypto')[name]);
        module.exports = Object.create(new Proxy({}, { get }));`,
    }));
  },
};

/** Bundles one file to CommonJS; answers with its size in bytes and the lazy files it asks for. */
const bundle = async (from, to, chunkFolder, banner) => {
  const wanted = new Set();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile: to,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    define: { DEFER_VERSION: JSON.stringify(version) },
    external: ['vscode'],
    supported: { 'dynamic-import': false },
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [lazyChunks(chunkFolder, wanted), lateCrypto],
    ...(banner === undefined ? {} : { banner: { js: banner } }),
  });
  return { bytes: metafile.outputs[to].bytes, wanted };
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
const table = [];
const queue = new Set();
for (const { from, to, budget, banner } of entries) {
  const { bytes, wanted } = await bundle(from, to, './chunks', banner);
  table.push({ to, bytes, budget });
  for (const path of wanted) queue.add(path);
}
// A Set hands out what is added while it is walked, so chunks that chunks ask for are built too.
for (const path of queue) {
  const to = `dist/chunks/${chunkName(path)}.js`;
  const { bytes, wanted } = await bundle(path, to, '.');
  table.push({ to, bytes });
  for (const next of wanted) queue.add(next);
}
chmodSync(join(root, 'dist/cli.js'), 0o755);

const kilobytes = bytes => `${(bytes / kilobyte).toFixed(1)} KB`;
let exceeded = false;
for (const { to, bytes, budget } of table) {
  const limit = budget === undefined ? '' : ` of ${kilobytes(budget)}`;
  console.log(`${to.padEnd(32)} ${kilobytes(bytes)}${limit}`);
  if (budget !== undefined && bytes > budget) {
    console.error(`${to} has outgrown its budget: ${kilobytes(bytes)}, allowed are ${kilobytes(budget)}.`);
    exceeded = true;
  }
}
if (exceeded) process.exitCode = 1;
