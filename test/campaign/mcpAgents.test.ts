import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepFolder, npm } from '../../scripts/project.ts';
import { withAgent } from './realAgent.ts';
import { openShell, program, run } from '../cli/shell.ts';

// Real agents and the official inspector against the built server. They start slowly, and the inspector is 110 MB.

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

test('copilot takes the line, and lists the server', async t => {
  const left = await withAgent('copilot', async ({ shell, print, paste }) => {
    const added = await paste(await print());
    assert.equal(added.code, 0, added.out + added.err);
    const { mcpServers } = JSON.parse(readFileSync(join(shell.home, '.copilot', 'mcp-config.json'), 'utf8')) as {
      mcpServers: { defer: { args: string[] } };
    };
    assert.deepEqual(mcpServers.defer.args, [program, 'mcp']);
    assert.match((await paste('copilot mcp list')).out, /defer/);
  });
  if (left !== undefined) {
    t.skip(left);
  }
});

test('gemini lists the server from the settings', async t => {
  const left = await withAgent('gemini', async ({ shell, print, paste }) => {
    mkdirSync(join(shell.home, '.gemini'));
    writeFileSync(join(shell.home, '.gemini', 'settings.json'), await print());
    const { out, err } = await paste('gemini mcp list');
    assert.match(out + err, /defer: .*cli\.js mcp/);
  });
  if (left !== undefined) {
    t.skip(left);
  }
});

test('the inspector’s command line lists the tools, schedules, and reads what is due', async t => {
  if (process.env['CI'] === 'true') {
    t.skip('nothing is installed in CI');
    return;
  }
  const install = keepFolder('inspector', async folder => {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    await npm(folder, ['install', '@modelcontextprotocol/inspector@2', '--ignore-scripts']);
  });
  const folder = await install.catch((error: unknown) => t.skip(`the inspector cannot be installed: ${String(error)}`));
  if (folder === undefined) {
    return;
  }
  const shell = openShell();
  t.after(() => shell.remove());
  const inspector = join(folder, 'node_modules', '.bin', 'mcp-inspector');
  const inspect = async (...words: readonly string[]): Promise<Record<string, unknown>> => {
    const server = [process.execPath, program, 'mcp'];
    const env = { ...shell.env, PATH: process.env['PATH'] ?? '' };
    const call = [inspector, '--cli', ...server, ...words];
    const { out, err } = await run(process.execPath, call, shell.project, env);
    assert.match(out, /^\{/, err);
    return JSON.parse(out) as Record<string, unknown>;
  };
  const { tools } = await inspect('--method', 'tools/list');
  assert.ok((tools as { name: string }[]).some(({ name }) => name === 'defer_add'));
  const call = ['--method', 'tools/call', '--tool-name', 'defer_add'];
  const made = await inspect(...call, '--tool-arg', 'message=hello', '--tool-arg', 'when=0m');
  assert.equal((made['structuredContent'] as { title: string }).title, 'hello');
  const { contents } = await inspect('--method', 'resources/read', '--uri', 'defer://due');
  assert.match((contents as { text: string }[])[0]?.text ?? '', /hello/);
});
