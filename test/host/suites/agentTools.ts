import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from '../../support/extensionId.ts';
import type { HostTests } from '../harness/suite.ts';
import { tests as activation } from './activation.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly created_by: string;
}

const extension = async (): Promise<vscode.Extension<unknown>> => {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, 'the packaged extension is not installed');
  await found.activate();
  return found;
};

const rows = (): readonly string[] => {
  const file = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.sf', 'schedule.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

/** Calls a tool as another extension does: outside of a chat. */
async function call<Value>(tool: string, input: object): Promise<Value> {
  const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
  const texts = content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
  return JSON.parse(texts.at(-1) ?? '') as Value;
}

/**
 * What the extension host says of the extension, in a window on an empty folder, and of the tools for the editor's
 * agents; the window presses the buttons of dialogs.
 */
export const tests: HostTests = {
  ...activation,

  'the tools of the manifest are there for agents, and none that starts something': async () => {
    const { contributes } = (await extension()).packageJSON as {
      contributes: { languageModelTools: readonly { name: string }[] };
    };
    const own = vscode.lm.tools.map(({ name }) => name).filter(name => name.startsWith('defer_'));
    assert.deepEqual(own.sort(), contributes.languageModelTools.map(({ name }) => name).sort());
    assert.ok(own.includes('defer_add') && !own.includes('defer_run') && !own.includes('defer_accept'));
  },

  'a tool that reads asks nobody': async () => {
    assert.deepEqual(await call('defer_list', {}), { items: [] });
  },

  'a tool that writes makes the entry once a person has agreed': async () => {
    const made = await call<Entry>('defer_add', {
      message: 'Check the build',
      when: '30m',
      prompt: 'Look at [it](command:x) $(flame)\n```\nand **this**',
    });
    assert.deepEqual([made.title, made.status, made.created_by], ['Check the build', 'pending', 'agent:editor']);
    assert.equal(rows().length, 1);
    const { items } = await call<{ items: Entry[] }>('defer_list', {});
    assert.deepEqual(
      items.map(({ id }) => id),
      [made.id],
    );
    assert.equal((await call<Entry>('defer_reschedule', { id: made.id, when: 'tomorrow 3pm' })).status, 'pending');
    assert.equal((await call<Entry>('defer_cancel', { id: made.id })).status, 'cancelled');
    assert.equal(rows().length, 3);
  },

  'nothing is written where the person says no': async () => {
    await assert.rejects(call('defer_add', { message: 'Never', when: '30m' }));
    assert.equal(rows().length, 3);
  },

  'what cannot be is refused in words': async () => {
    await assert.rejects(call('defer_show', { id: 'nothing' }), /no entry "nothing"/);
    await assert.rejects(call('defer_add', { message: 'x', when: '1h', parse: true }), /parse/);
    assert.equal(rows().length, 3);
  },
};
