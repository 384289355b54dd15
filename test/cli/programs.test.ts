import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { gitEnv, identity } from '../support/git.ts';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let app: string;
/** Where programs that nobody asked for say that they ran. */
let noted: string;
beforeEach(() => {
  shell = openShell();
  app = join(shell.project, 'packages', 'app');
  noted = join(shell.root, 'noted');
  mkdirSync(app, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(app, 'a.txt'), 'a');
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
});
afterEach(() => shell.remove());

const git = (...args: readonly string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd: shell.project, env: gitEnv(shell.home), encoding: 'utf8' }).trim();

/** A program that says that it ran. */
function canary(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "$0 $@" >> '${noted}'\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The programs that ran. */
const ran = (): string => (existsSync(noted) ? readFileSync(noted, 'utf8') : '');

/** The PATH that npm and npx give a script of a folder: every `node_modules/.bin` upward, then the person's own. */
const npmPath = (): string =>
  [app, join(app, '..'), shell.project, shell.root]
    .map(folder => join(folder, 'node_modules', '.bin'))
    .concat('/usr/local/bin', '/usr/bin', '/bin')
    .join(':');

/** Calls Defer in the package, as a script of npm does. */
async function asScript(...words: readonly string[]): Promise<string> {
  shell.env['PATH'] = npmPath();
  const { code, out, err } = await shell.from(app, ...words);
  assert.equal(code, 0, out + err);
  return out;
}

interface Entry {
  readonly origin: { readonly commit?: string };
}

const places: Readonly<Record<string, () => unknown>> = {
  'linked from node_modules/.bin of the repository': () => {
    canary(join(shell.project, 'node_modules', 'evil', 'git'));
    mkdirSync(join(shell.project, 'node_modules', '.bin'));
    return symlinkSync('../evil/git', join(shell.project, 'node_modules', '.bin', 'git'));
  },
  'in node_modules/.bin of a folder around the repository': () =>
    canary(join(shell.root, 'node_modules', '.bin', 'git')),
};

for (const [where, plant] of Object.entries(places)) {
  test(`no git is run that lies ${where}; the person’s own is`, async () => {
    plant();
    writeFileSync(join(app, 'package.json'), '{"name":"app"}');
    const added = JSON.parse(
      await asScript('--json', '--dir', '.', 'add', 'x', '--when', '1h', '--artifact', 'a.txt'),
    ) as Entry;
    await asScript('--dir', '.', 'list');
    assert.equal(ran(), '');
    assert.equal(added.origin.commit, git('rev-parse', 'HEAD'), 'the person’s git was asked');
  });
}
