import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { flagsOf, keptHelp } from '../support/toolFlags.ts';
import { node, openShell, program, type Shell } from './shell.ts';

const inShell = async (job: (shell: Shell) => Promise<void>): Promise<void> => {
  const shell = openShell();
  await job(shell).finally(() => shell.remove());
};

interface Launch {
  readonly command: string;
  readonly args: string[];
}

// The agents themselves take the line in test/campaign/mcpAgents.test.ts.
for (const agent of ['claude', 'codex']) {
  test(`the line for ${agent} has a command and flags that its help names`, () =>
    inShell(async shell => {
      const { out } = await shell.defer('mcp', '--print', agent);
      const [words = '', server] = out.trimEnd().split(' -- ');
      assert.ok(words.startsWith(`${agent} mcp add`) && words.endsWith(' defer'), out);
      assert.match(server ?? '', / mcp$/);
      assert.match(keptHelp(agent, ['mcp']), /^\s+add\s/m);
      const help = keptHelp(agent, ['mcp', 'add']);
      for (const flag of flagsOf(words.split(' '))) {
        assert.match(help, new RegExp(`(?<![\\w-])${flag}(?![\\w-])`), flag);
      }
    }));
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
