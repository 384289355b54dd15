import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { findProgram, trustedPath } from '../../../../src/store/programs/findProgram.ts';
import { macDisk } from '../../../support/namedDisk.ts';
import { onPosix } from '../../../support/systems.ts';

const WORK = '/Users/me/Code/repo/packages/app';
const FILES = [
  '/Users/me/Code/repo/.git/HEAD',
  `${WORK}/tools/claude`,
  '/Users/me/Code/repo/node_modules/.bin/codex',
  '/opt/homebrew/bin/gemini',
];

const found = async (name: string, path: string, folder = WORK, links: Readonly<Record<string, string>> = {}) => {
  const program = await findProgram(name, { PATH: path }, [folder], macDisk(FILES, links));
  return isRefusal(program) ? program.why : program.path;
};

test(
  'on macOS a program in a repository is refused, in whatever case PATH or the folder is written',
  onPosix,
  async () => {
    for (const folder of [WORK, WORK.toUpperCase(), '/users/me/code/REPO/packages/app']) {
      for (const path of [
        `${WORK}/tools`,
        '/users/ME/code/repo/Packages/APP/Tools',
        `/Users/me/code/repo/packages/x/../app/tools`,
      ]) {
        assert.match(await found('claude', path, folder), /lies in, or leads through/, `${folder} ${path}`);
        assert.equal(await trustedPath(`/opt/homebrew/bin:${path}`, [folder], macDisk(FILES)), '/opt/homebrew/bin');
      }
      assert.match(await found('codex', '/users/me/CODE/repo/NODE_MODULES/.BIN', folder), /lies in, or leads through/);
      assert.equal(await found('gemini', '/OPT/homebrew/bin', folder), '/opt/homebrew/bin/gemini');
    }
  },
);

test('on macOS a link that leads through the repository in another case is refused as well', onPosix, async () => {
  const links = { '/usr/local/bin/claude': '/users/me/code/repo/PACKAGES/app/tools/claude' };
  assert.match(await found('claude', '/usr/local/bin', WORK, links), /lies in, or leads through/);
});
