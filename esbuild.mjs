// Builds dist/: the extension, the command line, and a chunk for every module that the source imports lazily.
// `import('../core/when.ts')` in the source becomes `require('./chunks/core-when.js')` on first use. A chunk is a
// bundle of its own: it shares no module state with the file that loads it.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, 'src');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const kilobyte = 1024;

const cli = { from: 'src/cli/start/main.ts', to: 'dist/cli.js', banner: '#!/usr/bin/env node' };
const entries = [
  { from: 'src/extension.ts', to: 'dist/extension.js', budget: 64 * kilobyte },
  cli,
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
 * These modules of Node's are loaded when something of them is first used: a command that finds nothing to read, or
 * only says how it is used, takes a quarter less without them. esbuild takes the prototype of what a CommonJS module
 * exports along.
 */
const lateBuiltins = {
  name: 'late-builtins',
  setup(bundler) {
    bundler.onResolve({ filter: /^(node:)?(crypto|child_process|fs\/promises)$/ }, ({ path, namespace }) =>
      namespace === 'late' ? undefined : { path: `node:${path.replace('node:', '')}`, namespace: 'late' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `
        const get = (_, name) => (name === '__esModule' ? undefined : require('${path}')[name]);
        module.exports = Object.create(new Proxy({}, { get }));`,
    }));
  },
};

/** What esbuild says of all bundles, in its own form. */
const metafiles = { inputs: {}, outputs: {} };

/** Bundles one file to CommonJS; answers with its size in bytes and the lazy files it asks for. */
const bundle = async (from, to, chunkFolder, banner, built = '') => {
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
    define: { DEFER_VERSION: JSON.stringify(version), DEFER_BUILD: JSON.stringify(built) },
    external: ['vscode'],
    supported: { 'dynamic-import': false },
    metafile: true,
    legalComments: 'eof',
    logLevel: 'warning',
    plugins: [lazyChunks(chunkFolder, wanted), lateBuiltins],
    ...(banner === undefined ? {} : { banner: { js: banner } }),
  });
  Object.assign(metafiles.inputs, metafile.inputs);
  Object.assign(metafiles.outputs, metafile.outputs);
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
// What the command line keeps of itself is kept under a name of all that was built. It loads the rest, so it is not part.
const hash = createHash('sha256');
const others = table.map(({ to }) => to).filter(to => to !== cli.to);
for (const to of others.sort()) hash.update(readFileSync(join(root, to)));
await bundle(cli.from, cli.to, './chunks', cli.banner, hash.digest('hex').slice(0, 12));
chmodSync(join(root, 'dist/cli.js'), 0o755);
// Node asks the nearest of these how to read a file, and ours with all that the editor wants to know is long.
writeFileSync(join(root, 'dist/package.json'), '{"type":"commonjs"}\n');

// What is bundled stands under licences that want their text to go along. Not what esbuild only read and left out.
const bundled = Object.values(metafiles.outputs).flatMap(({ inputs }) =>
  Object.keys(inputs).filter(input => inputs[input].bytesInOutput > 0),
);
writeFileSync(join(root, 'dist/ThirdPartyNotices.txt'), thirdPartyNotices(root, new Set(bundled)));
// For the tests, and for whoever asks what makes a bundle large (esbuild.github.io/analyze). It is in no package.
writeFileSync(join(root, 'dist/metafile.json'), `${JSON.stringify(metafiles)}\n`);

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
