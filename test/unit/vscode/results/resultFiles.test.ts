import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultDesk, RunResult } from '../../../../src/verbs/resultDesk.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { ResultFiles } = await import('../../../../src/vscode/results/resultFiles.ts');

/** The files of a result, which say what git was asked for. */
function filesOf(trusted: boolean) {
  openFakeEditor({ folder: '/repo', manifest: {}, trusted });
  const asked: string[] = [];
  const sides = async (_: string, path: string): ReturnType<ResultDesk['sides']> => {
    asked.push(path);
    return { before: null, after: new TextEncoder().encode('new') };
  };
  return { asked, files: new ResultFiles({ sides } as ResultDesk, {} as never) };
}

test('in Restricted Mode no git is started for a tab that an earlier session left', async () => {
  const trusted = filesOf(true);
  const { after } = await trusted.files.sidesOf({ token: 'a' } as RunResult, 'a.txt');
  assert.ok(after);
  assert.equal((await trusted.files.stat(after)).size, 3);
  const restricted = filesOf(false);
  await assert.rejects(restricted.files.readFile(after), /NoPermissions/);
  assert.deepEqual(restricted.asked, []);
});
