import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

declare const DEFER_BUILD: string;

/** What of Node's loader is used; the parts of `node:module` that take long to load are none of it. */
interface Modules {
  readonly prototype: { _compile(this: NodeJS.Module, source: string, path: string): unknown };
  wrap(source: string): string;
  createRequire(path: string): NodeJS.Require;
}

/**
 * Keeps what the engine makes of the program between two starts, in a folder: half of what a list takes. Since 22.8 Node
 * can do that itself. What was kept of another build or Node is not looked at, and what cannot be kept is made again.
 */
export function keepCompiled(folder: string): void {
  // Not before 20.16.
  const builtin = process.getBuiltinModule as typeof process.getBuiltinModule | undefined;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 8)) {
    const { enableCompileCache } = builtin?.('node:module') as { enableCompileCache?: (folder: string) => unknown };
    enableCompileCache?.(folder);
    return;
  }
  const vm = builtin?.('node:vm');
  if (!vm) {
    return;
  }
  const modules = module.constructor as unknown as Modules;
  modules.prototype._compile = function (source, path) {
    const kept = join(folder, `${process.version}-${process.arch}-${DEFER_BUILD}`, `${basename(path)}.bin`);
    const cachedData = bytesOf(kept);
    const script = new vm.Script(modules.wrap(source), { filename: path, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected === true) {
      // At the end, when all that a start needs has been compiled.
      process.once('exit', () => keep(kept, script.createCachedData()));
    }
    const run = script.runInThisContext() as (...given: readonly unknown[]) => unknown;
    return run.call(this.exports, this.exports, modules.createRequire(path), this, path, dirname(path));
  };
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** No start is to see half of it, and none fails for it. */
function keep(path: string, bytes: Buffer): void {
  const own = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(own, bytes);
    renameSync(own, path);
  } catch {
    // It is only slower then.
  }
}
