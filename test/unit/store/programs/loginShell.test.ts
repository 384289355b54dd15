import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { completedPath, pathOfLoginShell, type Started } from '../../../../src/store/programs/loginShell.ts';
import { SECOND } from '../../../../src/core/basics/time.ts';
import { emptyFolder } from '../../../support/folder.ts';

const skip = process.platform === 'win32' && 'no login shells there';
const LONG = 60 * SECOND;
const BARE = '/usr/bin:/bin';

/** A script with the name of a shell. */
async function shellNamed(name: string, script: string): Promise<string> {
  const path = join(await emptyFolder(), name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const ask = (shell: string, patience = LONG): Promise<string | undefined> =>
  pathOfLoginShell({ platform: 'darwin', env: { HOME: homedir(), PATH: BARE, SHELL: shell } }, patience);

/** A shell that prints what start-up files may print, records its arguments and then obeys them. */
const TELLING = 'echo "$@" > "$0.words"; pwd > "$0.folder"; PATH="/own/bin:$PATH"; echo Welcome; eval "exec $ASKED"';
const TOLD = `for word; do ASKED=$word; done; ${TELLING}`;

describe('the PATH of the login shell', { skip }, () => {
  it('is what a real login shell sets in the home folder, whatever else it prints', async () => {
    const bash = '/bin/bash';
    assert.ok(existsSync(bash));
    writeFileSync(
      join(homedir(), '.bash_profile'),
      'PATH="/from profile:$PATH"; export PATH\necho Hello; pwd > "$HOME/at"; echo "$VSCODE_RESOLVING_ENVIRONMENT" > "$HOME/asked"\n. "$HOME/.bashrc"\n',
    );
    writeFileSync(join(homedir(), '.bashrc'), 'case $- in *i*) PATH="/from/rc:$PATH";; esac\n');
    // The rest comes from /etc/profile.
    assert.match((await ask(bash)) ?? '', /^\/from\/rc:\/from profile:.*\/usr\/bin/);
    assert.equal(readFileSync(join(homedir(), 'at'), 'utf8').trim(), homedir());
    assert.equal(
      readFileSync(join(homedir(), 'asked'), 'utf8'),
      '1\n',
      'as VS Code sets it, so that start-up files can skip things',
    );
  });

  it('is not known where the shell cannot be started, which fails no run', async () => {
    const shell = await shellNamed('sh', TOLD);
    const env = { HOME: homedir(), PATH: BARE, SHELL: shell, ODD: 'a\0b' };
    assert.equal(await pathOfLoginShell({ platform: 'darwin', env }, LONG), undefined);
  });

  it('is asked of each shell in its own syntax', async () => {
    for (const [name, words] of [
      ['zsh', /^-i -l -c '/],
      ['fish', /^-i -l -c '/],
      ['tcsh', /^-ic '/],
      [
        'pwsh',
        /^-Login -Command & '[^']+' '-p' '''\w{16}'' \+ JSON\.stringify\(\[process\.env\.PATH\]\) \+ ''\w{16}'''$/m,
      ],
      ['nu', /^-i -l -c \^'/],
    ] as const) {
      const shell = await shellNamed(name, name === 'pwsh' || name === 'nu' ? 'echo "$@" > "$0.words"' : TOLD);
      const path = await ask(shell);
      assert.match(readFileSync(`${shell}.words`, 'utf8'), words);
      assert.equal(path, name === 'pwsh' || name === 'nu' ? undefined : `/own/bin:${BARE}`, name);
    }
  });

  it('is unknown where the shell fails, prints something else, or is missing', async () => {
    const echoing = 'for word; do echo "$word"; done';
    for (const script of ['exit 1', 'echo /usr/bin', echoing, '']) {
      assert.equal(await ask(await shellNamed('zsh', script)), undefined, script);
    }
    assert.equal(await ask('/no/such/shell'), undefined);
    assert.equal(await ask('zsh'), undefined, 'no name is looked up');
  });

  it('is taken from a shell that leaves a process behind, and from one that prints the command first', async () => {
    const behind = await shellNamed('zsh', `sleep 60 & ${TOLD.replace('exec ', '')}`);
    assert.equal(await ask(behind), `/own/bin:${BARE}`);
    assert.equal(await ask(await shellNamed('zsh', `echo "$@"; ${TOLD}`)), `/own/bin:${BARE}`);
  });

  it('is given up after the time limit, and everything that the shell started is ended', async () => {
    const shell = await shellNamed('zsh', 'sleep 600 & echo $! > "$0.pid"; echo $$ > "$0.own"; wait');
    assert.equal(await ask(shell, SECOND), undefined);
    for (const file of ['pid', 'own']) {
      const pid = Number(readFileSync(`${shell}.${file}`, 'utf8'));
      assert.ok(pid > 1);
      await gone(pid);
    }
  });
});

/** Resolves once a process is gone or is a zombie. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) {
        return;
      }
    } catch {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('a window finds programs as the person’s shell does', { skip }, () => {
  const started = async (more: Partial<Omit<Started, 'env'>> & { env?: NodeJS.ProcessEnv } = {}): Promise<Started> => {
    const SHELL = await shellNamed('zsh', `touch "$0.asked"; ${TOLD}`);
    return {
      ...{ platform: 'darwin', isDesktop: true, ...more },
      env: { HOME: homedir(), PATH: `${BARE}:/app/bin`, SHELL, ...more.env },
    };
  };

  it('where a desktop app was not started from one', async () => {
    for (const platform of ['darwin', 'linux'] as const) {
      const app = await started({ platform });
      assert.equal(await completedPath(app), `/own/bin:${BARE}:/app/bin`, 'with what only the app knows at its end');
    }
  });

  it('and asks none where a shell started it, on Windows, and in a server', async () => {
    for (const [name, way] of Object.entries({
      'the command line of the editor': { env: { VSCODE_CLI: '1' } },
      'a shell, or the editor asked itself': { env: { SHLVL: '0' } },
      Windows: { platform: 'win32' },
      'a remote window': { isDesktop: false },
    } as const)) {
      const app = await started(way);
      assert.equal(await completedPath(app), undefined, name);
      assert.equal(existsSync(`${app.env['SHELL'] ?? ''}.asked`), false, name);
    }
  });

  it('and keeps its own where no shell answers', async () => {
    mkdirSync(join(homedir(), 'none'), { recursive: true });
    assert.equal(await completedPath(await started({ env: { SHELL: join(homedir(), 'none') } })), undefined);
  });
});
