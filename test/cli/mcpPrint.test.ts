import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { withAgent } from './realAgent.ts';
import { node, openShell, program, type Shell } from './shell.ts';

const inShell = async (job: (shell: Shell) => Promise<void>): Promise<void> => {
  const shell = openShell();
  await job(shell).finally(() => shell.remove());
};

// Copilot and gemini, which take seconds to start, are in the campaign.
test('claude takes the line, and reaches the server', async t => {
  const left = await withAgent('claude', async ({ print, paste }) => {
    const added = await paste(await print());
    assert.equal(added.code, 0, added.err);
    assert.match((await paste('claude mcp list')).out, /defer: .*cli\.js mcp - .*Connected/);
  });
  if (left !== undefined) {
    t.skip(left);
  }
});

test('codex takes the line, and lists the server', async t => {
  const left = await withAgent('codex', async ({ print, paste }) => {
    const added = await paste(await print());
    assert.equal(added.code, 0, added.err);
    const [server] = JSON.parse((await paste('codex mcp list --json')).out) as {
      readonly name: string;
      readonly transport: { readonly args: readonly string[] };
    }[];
    assert.deepEqual([server?.name, server?.transport.args], ['defer', [program, 'mcp']]);
  });
  if (left !== undefined) {
    t.skip(left);
  }
});

interface Launch {
  readonly command: string;
  readonly args: string[];
}

test('what is printed for editors is JSON in their own shapes, and starts a server', () =>
  inShell(async shell => {
    const print = async (agent: string): Promise<unknown> =>
      JSON.parse((await shell.defer('mcp', '--print', agent)).out) as unknown;
    const { mcpServers } = (await print('cursor')) as { mcpServers: { defer: Launch } };
    assert.deepEqual(mcpServers, { defer: { command: node, args: [program, 'mcp'] } });
    assert.deepEqual(await print('gemini'), { mcpServers });
    assert.deepEqual(await print('vscode'), {
      servers: { defer: { type: 'stdio', command: node, args: [program, 'mcp', '--dir', '${workspaceFolder}'] } },
    });
    const client = new Client({ name: 'tester', version: '0' });
    await client.connect(new StdioClientTransport({ ...mcpServers.defer, cwd: shell.project, env: shell.env }));
    assert.equal(client.getServerVersion()?.name, 'defer');
    await client.close();
  }));

test('a folder and a scope that are named stay with the snippet; for nobody there is none', () =>
  inShell(async shell => {
    const { out } = await shell.defer('mcp', '--print', 'claude', '--dir', '.', '--scope', 'all');
    assert.ok(out.endsWith(` mcp --dir ${shell.project} --scope all\n`), out);
    assert.equal((await shell.defer('mcp', '--print', 'nobody')).code, 2);
  }));

test('with --json, wherever it stands, a snippet is one JSON value and nothing else', () =>
  inShell(async shell => {
    for (const words of [
      ['--json', 'mcp', '--print', 'codex'],
      ['mcp', '--print', 'codex', '--json'],
    ]) {
      const { code, out, err } = await shell.defer(...words);
      assert.deepEqual([code, err], [0, ''], words.join(' '));
      const { text, hint, ...more } = JSON.parse(out) as Readonly<Record<string, string>>;
      assert.match(text ?? '', /^codex mcp add defer -- /);
      assert.match(hint ?? '', /^Run this in a terminal\. Then add env_vars/);
      assert.deepEqual(more, {});
    }
    const { out, err } = await shell.defer('mcp', '--print', 'codex');
    assert.match(out, /^codex mcp add defer -- .*\n$/);
    assert.match(err, /^defer: Run this in a terminal\./);
  }));
