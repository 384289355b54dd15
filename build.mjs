// Builds dist/ from one graph in which every module is shipped once: the extension, the command line, and the chunks that
// both load when they are needed (scripts/bundle/chunks.mjs says what stands in which). All of it is CommonJS: older editors and
// those made from VS Code's source `require` their extensions, and a command line of ES modules starts more slowly.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { chunksOf, ENTRIES, faultsOf, fileNameOf, loadedWith } from './scripts/bundle/chunks.mjs';
import { bundlePages } from './scripts/bundle/pageBundles.mjs';
import { plainModules } from './scripts/bundle/plainModules.mjs';
import { thirdPartyNotices } from './scripts/bundle/thirdPartyNotices.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, 'src');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const kilobyte = 1024;

/** The most that the editor reads to activate the extension: its entry with all chunks that that needs. */
const ACTIVATION = 64 * kilobyte;
/** How much more dist/ may be than one file of all its modules: what it costs that chunks refer to each other. */
const OVERHEAD = 1.1;

/** Stands for the name of this build until there is one. */
const BUILD = '@name-of-this-build@';

const inputOptions = {
  cwd: root,
  platform: 'node',
  external: ['vscode'],
  // What reads bundles from files and addresses is left out: the editor hands its own over.
  resolve: { alias: { '@vscode/l10n': join(root, 'scripts', 'bundle', 'l10nPart.mjs') } },
  transform: {
    target: 'node20',
    define: { DEFER_VERSION: JSON.stringify(version), DEFER_BUILD: JSON.stringify(BUILD) },
  },
  preserveEntrySignatures: 'allow-extension',
  onLog: (level, log) => {
    throw new Error(log.message);
  },
};
const outputOptions = {
  format: 'cjs',
  minify: true,
  generatedCode: { symbols: false },
  comments: { legal: true, annotation: false, jsdoc: false },
};

async function bundle() {
  const made = await rolldown({ ...inputOptions, input: ENTRIES, plugins: [plainModules] });
  const { output } = await made.generate({
    ...outputOptions,
    entryFileNames: '[name].js',
    chunkFileNames: fileNameOf(source),
    banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: chunksOf(source), debugName: 'chunks' }],
    },
  });
  await made.close();
  return new Map(output.map(file => [file.fileName, file]));
}

/** The size of all modules in one file, in bytes. */
async function sizeInOneFile() {
  const all = 'all-of-defer';
  const everything = {
    name: all,
    resolveId: id => (id === all ? `\0${all}` : undefined),
    load: id =>
      id === `\0${all}`
        ? Object.values(ENTRIES)
            .map((path, index) => `export * as entry${index} from ${JSON.stringify(join(root, path))};`)
            .join('\n')
        : undefined,
  };
  const made = await rolldown({ ...inputOptions, input: all, plugins: [everything, plainModules] });
  const { output } = await made.generate({ ...outputOptions, codeSplitting: false });
  await made.close();
  return Buffer.byteLength(output[0].code);
}

const files = await bundle();
const faults = faultsOf(files, source);

// What the command line keeps of itself is kept under a name of all that was built. It loads the rest, so it is not part.
const hash = createHash('sha256');
for (const name of [...files.keys()].sort()) hash.update(files.get(name).code);
const build = hash.digest('hex').slice(0, 12);
const codes = new Map([...files].map(([name, { code }]) => [name, code.replace(BUILD, build)]));

// The pages are programs of their own, which share nothing with the rest but what is sent to them.
const pages = await bundlePages(root);
for (const [name, { code }] of pages) codes.set(name, code);

rmSync(dist, { recursive: true, force: true });
for (const folder of ['chunks', 'media']) mkdirSync(join(dist, folder), { recursive: true });
for (const [name, code] of codes) writeFileSync(join(dist, name), code);
chmodSync(join(dist, 'cli.js'), 0o755);
// Node asks the nearest of these how to read a file, and ours with all that the editor wants to know is long.
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');

// What a pipe is told that asks for help, so that nothing has to be loaded to tell it (src/cli/start/main.ts).
const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
writeFileSync(join(dist, 'help.txt'), execFileSync(process.execPath, [join(dist, 'cli.js'), '--help'], { env }));

// What stands in which file: for the tests, and for whoever asks what makes one large. It is in no package.
const place = id => relative(root, id).replaceAll('\\', '/');
const contents = Object.fromEntries(
  [...files, ...pages].map(([name, { imports, dynamicImports, modules }]) => {
    const sizes = Object.entries(modules).map(([id, { renderedLength }]) => [place(id), renderedLength]);
    const modulesIn = Object.fromEntries(sizes.filter(([, size]) => size > 0).sort(([, a], [, b]) => b - a));
    return [`dist/${name}`, { bytes: sizeOf(name), imports, loads: dynamicImports, modules: modulesIn }];
  }),
);
writeFileSync(join(dist, 'contents.json'), `${JSON.stringify(contents, undefined, 1)}\n`);
// What is bundled stands under licences that want their text to go along. Not what was only read and left out.
const bundled = Object.values(contents).flatMap(({ modules }) => Object.keys(modules));
writeFileSync(join(dist, 'ThirdPartyNotices.txt'), thirdPartyNotices(root, new Set(bundled)));

function sizeOf(...names) {
  return names.reduce((sum, name) => sum + Buffer.byteLength(codes.get(name) ?? ''), 0);
}
const kilobytes = bytes => `${(bytes / kilobyte).toFixed(1)} KB`;
for (const name of files.keys()) {
  console.log(
    `${`dist/${name}`.padEnd(34)} ${kilobytes(sizeOf(name)).padStart(9)}   with what it needs ${kilobytes(sizeOf(...loadedWith(name, files)))}`,
  );
}
for (const name of pages.keys()) console.log(`${`dist/${name}`.padEnd(34)} ${kilobytes(sizeOf(name)).padStart(9)}`);
const activation = sizeOf(...loadedWith('extension.js', files));
if (activation > ACTIVATION) {
  faults.push(`Activation has outgrown its budget: ${kilobytes(activation)}, allowed are ${kilobytes(ACTIVATION)}.`);
}
const all = sizeOf(...files.keys());
const once = await sizeInOneFile();
console.log(
  `all of dist: ${kilobytes(all)} = ${(all / once).toFixed(3)} × its modules in one file; activation: ${kilobytes(activation)}`,
);
if (all > OVERHEAD * once) {
  faults.push(`dist/ has outgrown its modules: ${kilobytes(all)}, allowed are ${OVERHEAD} × ${kilobytes(once)}.`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
