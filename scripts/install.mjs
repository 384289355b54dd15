// What has to run before anything is installed: Node's own modules only, Node 20 or newer.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the package `node` brings; the tools here want a newer one than the machine may have. */
export const bundledNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Runs a program to its end, its output on ours; answers with its exit code (1 when a signal ended it). */
export const runVisibly = (command, parameters, options = {}) =>
  new Promise((done, fail) => {
    const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', ...options });
    const forward = signal => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    // A killed npm passes no signal on. This process only sees that its parent has changed.
    const [parent, isOfNpm] = [process.ppid, process.env.npm_lifecycle_event !== undefined];
    const watch = setInterval(() => void (isOfNpm && process.ppid !== parent && forward('SIGTERM')), 1000);
    const finish = answer => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, forward);
      answer();
    };
    child.once('error', fault => finish(() => fail(fault)));
    child.once('exit', code => finish(() => done(code ?? 1)));
  });

/** The npm that runs us, else the one on PATH. */
export const npmCommand = () => {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script)) return { command: process.execPath, leading: [script] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', leading: [] };
};

const isInstalled = () => {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(stamp) || !existsSync(bundledNode)) return false;
  // npm ci would empty the folder that a link leads to, and that is another checkout's.
  if (lstatSync(join(root, 'node_modules')).isSymbolicLink()) return true;
  return statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
};

/** Installs the packages of the lock file where they are missing or older than it. */
export const installPackages = async () => {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
  }
  if (isInstalled()) return;
  console.log('Installing packages (once) ...');
  const { command, leading } = npmCommand();
  const code = await runVisibly(command, [...leading, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: command.endsWith('.cmd'),
  });
  if (code !== 0) throw new Error(`npm ci ended with code ${code}. Its reasons stand above.`);
  if (!existsSync(bundledNode)) {
    throw new Error('npm ci left out the package "node": its install script must be allowed to run.');
  }
};

/**
 * Installs what is missing, then hands over to a TypeScript file run by the bundled Node, with these flags of Node's and
 * the words of the call; ends as it does.
 */
export const handOver = async (script, ...flags) => {
  try {
    await installPackages();
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exit(1);
  }
  const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
  process.exitCode = await runVisibly(bundledNode, [quiet, ...flags, join(root, script), ...process.argv.slice(2)]);
};
