import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, afterEach, type SuiteContext, type TestContext } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.ts';
import {
  installEditor,
  installExtension,
  linkBuiltins,
  makeProfile,
  startEditorServer,
  type EditorServer,
} from '../../../scripts/editorServer.ts';
import { root } from '../../../scripts/project.ts';
import { placeBeside } from './besideExtension.ts';
import { CLOCK_FILE } from './clock.ts';
import { whenGivenUp } from './waitFor.ts';
import '../../support/home.ts';

/** The real editor that a whole test run shares: one server, one browser, the packaged extension installed. */
export interface Editor {
  readonly server: EditorServer;
  /**
   * Starts another server with the same extension, for a test that ends it. `name`: its own name. `env`: environment
   * variables that differ.
   */
  ownServer(name: string, env?: NodeJS.ProcessEnv): Promise<EditorServer>;
  readonly browser: Browser;
  /** The environment of the servers and all they start: a home of the run's own, `programs` first on PATH, `zone`. */
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Where the suites that the extension host runs are kept (see openBeside). */
  readonly suites: string;
  /** A folder on the editor's PATH where tests put programs that stand for agents. */
  readonly programs: string;
  /** The zone of the editor's machine: one in which it is between 10 and 11 in the morning, so that "today" is long. */
  readonly zone: string;
  /** A new folder of the run's own, by its real path; gone when the editor closes. */
  temporaryFolder(name: string): string;
  close(): Promise<void>;
}

/** The package under test, as `npm run package` leaves it. */
const packagePath = (): string => {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const path = join(root, `${name}-${version}.vsix`);
  if (!existsSync(path)) throw new Error(`There is no ${path}. Run npm run package first.`);
  return path;
};

/** A window of a test lives too briefly to gain from optimized code, and making that is an eighth of its work. */
const UNOPTIMIZED = '--js-flags=--no-opt --no-maglev';

const launchBrowser = async (): Promise<Browser> => {
  const { program, flags, env } = await findBrowser();
  return chromium.launch({ executablePath: program, args: [...flags, UNOPTIMIZED], env: { ...process.env, ...env } });
};

/** The built-in extensions that tests see. The other hundred, agents among them, slow every window down. */
const builtinNames = ['theme-defaults', 'theme-seti', 'configuration-editing', 'json', 'log', 'markdown-basics'];

/** The zone in which the clock shows ten something now. */
const morningZone = (): string => {
  const ahead = ((10 - new Date().getUTCHours() + 24 + 11) % 24) - 11;
  // These names count the other way round.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};

/** Whether pictures are taken: `npm run pictures`. */
export const takesPictures = process.env['DEFER_PICTURE'] === '1';

/** Makes the folder of all that a run needs. Pictures show its path, so theirs has a plain name. */
const makeTemporary = (): string => {
  if (!takesPictures) return mkdtempSync(join(tmpdir(), 'defer-host-'));
  const place = join(tmpdir(), 'work');
  mkdirSync(place);
  return place;
};

const start = async (): Promise<Editor> => {
  const temporary = realpathSync(makeTemporary());
  const remove = (): void => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  const script = await installEditor();
  const profile = makeProfile(temporary, {});
  await installExtension(script, profile, packagePath());
  const [home, programs] = [join(temporary, 'home'), join(temporary, 'programs')];
  for (const folder of [home, programs]) mkdirSync(folder);
  const builtins = join(temporary, 'builtins');
  linkBuiltins(script, builtins, builtinNames);
  const suites = join(temporary, 'suites');
  placeBeside(builtins, suites);
  const zone = morningZone();
  const path = `${programs}${delimiter}${process.env['PATH']}`;
  const clock = { [CLOCK_FILE]: join(temporary, 'clock') };
  // With the last one the editor takes its environment as it is and asks no login shell for another PATH.
  const env = { ...process.env, ...clock, HOME: home, TZ: zone, PATH: path, VSCODE_CLI: '1' };
  // The windows that tests have closed are to be gone: their extension would go on with what it watches.
  const options = { env, builtins, grace: 1 };
  const [server, browser] = await Promise.all([startEditorServer(script, profile, options), launchBrowser()]);
  const owns: Promise<EditorServer>[] = [];
  let folders = 0;
  const ownServer = (name: string, more: NodeJS.ProcessEnv = {}): Promise<EditorServer> => {
    const own = makeProfile(join(temporary, name), {});
    const starting = startEditorServer(
      script,
      { ...own, extensions: profile.extensions },
      { ...options, env: { ...env, ...more } },
    );
    owns.push(starting);
    return starting;
  };
  return {
    server,
    ownServer,
    browser,
    env,
    home,
    programs,
    suites,
    zone,
    temporaryFolder: name => {
      if (!takesPictures) return mkdtempSync(join(temporary, `${name}-`));
      const folder = join(temporary, String((folders += 1)));
      mkdirSync(folder);
      return folder;
    },
    close: async () => {
      await browser.close();
      await Promise.all([server.stop(), ...owns.map(async own => (await own).stop())]);
      remove();
    },
  };
};

let shared: Promise<Editor> | undefined;

/** The run's editor, started by the first who asks. */
export const openEditor = (): Promise<Editor> => (shared ??= start());

/** Saves a picture of every window as test-results/failed-WHAT-NUMBER.png, and what the server wrote beside them. */
const takeFailure = async (what: string, { browser, server }: Editor): Promise<void> => {
  const slug = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
  const place = join(root, 'test-results', `failed-${slug}`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(`${place}.log`, server.log());
  for (const [index, page] of browser
    .contexts()
    .flatMap(context => context.pages())
    .entries()) {
    // The test has failed in any case, and a window may be gone.
    await page.screenshot({ path: `${place}-${index + 1}.png`, timeout: 10_000 }).catch(() => undefined);
  }
};

afterEach(async (context: TestContext | SuiteContext) => {
  if ('passed' in context && !context.passed && shared !== undefined) await takeFailure(context.name, await shared);
});
// For a hook that fails, afterEach does not run.
whenGivenUp(async what => {
  if (shared !== undefined) await takeFailure(`wait for ${what}`, await shared);
});

// At the end of the run, whichever file opened it; and a run that is interrupted takes its processes with it.
after(async () => (await shared)?.close());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
