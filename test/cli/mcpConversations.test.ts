import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { addTurn, makeConversation } from '../support/madeStores.ts';
import { connect, type McpClient } from './mcpClient.ts';
import { openShell, type Shell } from './shell.ts';

// An agent over MCP, by the official client: which conversation it means by "this".

let shell: Shell;
let client: McpClient | undefined;
beforeEach(() => {
  shell = openShell();
});
afterEach(async () => {
  await client?.close();
  shell.remove();
});

const begin = (agent: 'claude' | 'codex' | 'gemini', ago = 0): { readonly id: string; readonly path: string } =>
  makeConversation(shell.home, agent, { folder: shell.project, at: Date.now() - ago });

/** Which conversation an entry goes on with, as the list of conversations has it. */
async function bound(entry: string): Promise<string | undefined> {
  const all = await shell.json<readonly { readonly id: string; readonly entry: string | null }[]>('conversations');
  return all.find(one => one.entry === entry)?.id;
}

const ADD = { message: 'Come back to this', when: '2h', conversation: 'this' };

test('the id that an agent hands its server counts', async () => {
  const { id } = begin('claude');
  begin('claude');
  shell.env['CLAUDE_CODE_SESSION_ID'] = id;
  client = await connect(shell, { name: 'claude-code' });
  const { value, text, isError } = await client.call<{ readonly id: string }>('defer_add', ADD);
  assert.equal(isError, false, text);
  assert.equal(await bound(value.id), id);
  assert.ok(!shell.read('.sf/schedule.jsonl').includes(id));
});

test('an agent that hands nothing over is known by its client’s name, and by the only conversation at work', async () => {
  const { id } = begin('codex');
  begin('codex', 3600_000);
  begin('claude');
  client = await connect(shell, { name: 'codex-mcp-client' });
  const { value, text, isError } = await client.call<{ readonly id: string }>('defer_add', ADD);
  assert.equal(isError, false, text);
  assert.equal(await bound(value.id), id);
  begin('codex');
  const second = await client.call('defer_add', ADD);
  assert.ok(second.isError);
  assert.match(second.text, /2 conversations of codex are active in this folder/);
});

test('an agent reads that a conversation went on since, and can start nothing', async () => {
  const { id, path } = begin('gemini');
  shell.env['GEMINI_CLI'] = '1';
  client = await connect(shell, { name: 'gemini-cli-mcp-client' });
  const { value } = await client.call<{ readonly id: string }>('defer_add', ADD);
  addTurn('gemini', path, { id, folder: shell.project, at: Date.now() + 60_000, end: 'question' });
  const { text } = await client.call('defer_list');
  assert.match(text, /"turns_since":\s*1\b/);
  const { tools } = await client.client.listTools();
  assert.ok(!tools.some(({ name }) => /run|park|allow|open/.test(name)));
  assert.ok(value.id);
});
