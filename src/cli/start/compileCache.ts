import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Script } from 'node:vm';

declare const DEFER_BUILD: string;

/** The part of Node's loader that is used here. It avoids the parts of `node:module` that load slowly. */
interface Modules {
  readonly prototype: { _compile(this: NodeJS.Module, source: string, path: string): unknown };
  wrap(source: string): string;
}

/**
 * Keeps what the engine makes of the program between two starts, in a folder: half of what a list takes. Node's own
 * cache (`enableCompileCache`) keeps a file as it is before it runs, without the functions that are compiled when they
 * are first called; with those a start takes a third less. So the functions that the first start used are kept with
 * each file, and each `start`, a kind of starts by name, keeps its own. What is kept decides what runs: the folder must
 * belong to the person alone, and nothing is used that another build or Node kept, or that is damaged. Before Node
 * 20.16 nothing is kept.
 */
export function keepCompiled(folder: string, start: string): void {
  const builtin = process.getBuiltinModule as typeof process.getBuiltinModule | undefined;
  if (builtin && !process.env['NODE_DISABLE_COMPILE_CACHE'] && isOwn(folder)) {
    compileWith(join(folder, `${process.version}-${process.arch}-${DEFER_BUILD}`, start), builtin('node:vm').Script);
  }
}

/**
 * Whether nobody else writes to a folder, which is made where it is missing; false where it cannot be. A link in its
 * place is not followed: it may lead into a checkout, whose files are the person's and somebody else's words.
 */
function isOwn(folder: string): boolean {
  // Without a home folder it would be one of the project's.
  if (!isAbsolute(folder)) {
    return false;
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    const { uid, mode } = stats;
    const own = process.getuid?.();
    return stats.isDirectory() && (own === undefined || (uid === own && (mode & 0o022) === 0));
  } catch {
    return false;
  }
}

function compileWith(folder: string, Compiled: typeof Script): void {
  const made: { readonly path: string; readonly script: Script }[] = [];
  const modules = module.constructor as unknown as Modules;
  modules.prototype._compile = function (source, path) {
    const kept = join(folder, `${basename(path)}.bin`);
    const cachedData = readKept(kept);
    const script = new Compiled(modules.wrap(source), { filename: path, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected === true) {
      made.push({ path: kept, script });
    }
    const run = script.runInThisContext() as (...given: readonly unknown[]) => unknown;
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, path, dirname(path));
  };
  // At the end, when all that a start needs has been compiled.
  process.once('exit', () => {
    for (const { path, script } of made) {
      keep(path, () => script.createCachedData());
    }
    if (made.length > 0) {
      sweep(dirname(dirname(folder)));
    }
  });
}

/** For how many builds, on how many versions of Node, something is kept. */
const BUILDS = 5;

/** Removes what older builds kept. */
function sweep(folder: string): void {
  try {
    const builds = readdirSync(folder)
      .filter(name => /^v[\d.]+-\w+-[0-9a-f]{12}$/.test(name))
      .map(name => ({ path: join(folder, name), at: lstatSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    for (const { path } of builds.slice(BUILDS)) {
      rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Another start is at it, and does the same.
  }
}

/**
 * What was kept; undefined where it is not whole. The engine trusts it blindly, and one flipped bit can kill it; so it
 * is there twice, which is told ten times as fast as a sum of it.
 */
function readKept(path: string): Buffer | undefined {
  try {
    const bytes = readFileSync(path);
    const half = bytes.length / 2;
    return half > 0 && bytes.compare(bytes, half, bytes.length, 0, half) === 0 ? bytes.subarray(0, half) : undefined;
  } catch {
    return undefined;
  }
}

/** No start is to see half of it, and none fails for it. */
function keep(path: string, make: () => Buffer): void {
  const own = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const data = make();
    writeFileSync(own, Buffer.concat([data, data]), { flag: 'wx', mode: 0o600 });
    renameSync(own, path);
  } catch {
    // It is only slower then.
    rmSync(own, { force: true });
  }
}
