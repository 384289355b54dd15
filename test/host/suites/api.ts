import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DeferApi, DeferError } from '../../../api/defer.d.ts';
import type { HostTests } from '../harness/suite.ts';

const defer = async (): Promise<DeferApi> => {
  const found = vscode.extensions.all.find(({ packageJSON }) => (packageJSON as { name?: string }).name === 'defer') as
    | vscode.Extension<DeferApi>
    | undefined;
  assert.ok(found, 'the packaged extension is not installed');
  return found.activate();
};

/** What another extension does with the API of Defer, in a window with one entry that is due. */
export const tests: HostTests = {
  'it reads what is due': async () => {
    const api = await defer();
    assert.equal(api.version, 1);
    const due = await api.due();
    assert.deepEqual(
      due.map(({ title, isDue, status }) => [title, isDue, status]),
      [['Read the figures', true, 'pending']],
    );
    assert.ok(due.every(entry => Object.isFrozen(entry)));
    assert.equal(due[0]?.folder, vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
  },

  'it adds an entry, and hears that the schedule has changed': async () => {
    const api = await defer();
    const changed = new Promise<void>(resolve => {
      const listening = api.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
    const added = await api.add({ by: 'defer.beside', title: 'Look at the pull request', when: '2h', tags: ['pr'] });
    assert.deepEqual(
      [added.title, added.isDue, added.tags, added.agent],
      ['Look at the pull request', false, ['pr'], undefined],
    );
    await changed;
  },

  'what it may not do is an error with a code': async () => {
    const api = await defer();
    const fault = async (entry: Readonly<Record<string, unknown>>): Promise<DeferError> =>
      api.add({ by: 'defer.beside', title: 'x', when: '2h', ...entry }).then(
        () => assert.fail('it was added'),
        (error: DeferError) => error,
      );
    assert.equal((await fault({ by: 'nobody.there' })).code, 'invalid');
    assert.equal((await fault({ when: 'in 5 parsecs' })).code, 'refused');
    assert.equal((await fault({ folder: '/elsewhere' })).name, 'DeferError');
    assert.deepEqual(Object.keys(api).sort(), ['add', 'due', 'onDidChange', 'version'], 'nothing else is offered');
  },
};
