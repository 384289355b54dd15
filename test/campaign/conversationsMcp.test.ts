import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { KEEPERS, type Keeper } from '../../src/core/agent/launch.ts';
import { node, program, run } from '../cli/shell.ts';
import type { RealTools } from '../support/realTools.ts';
import { benchOfTools, type ToolBench } from '../support/toolBench.ts';

// An agent that puts its own conversation off by the tool of Defer's MCP server, as its own configuration starts that.

/** The variable by which each tells its server which conversation it is, where it does. */
const TOLD: Readonly<Record<Keeper, string | undefined>> = {
  claude: 'CLAUDE_CODE_SESSION_ID',
  codex: undefined,
  copilot: 'COPILOT_AGENT_SESSION_ID',
  gemini: undefined,
  opencode: undefined,
};

/** The ones of TOLD, whoever they are of. */
const IDS = /^(?:CLAUDE_CODE_SESSION_ID|CODEX_THREAD_ID|COPILOT_AGENT_SESSION_ID)=(.+)$/m;

/** Adds the server to a tool's own settings; gives the arguments that it is then started with. */
function configure({ env, cwd }: RealTools, agent: Keeper, command: string): readonly string[] {
  const at = (...names: readonly string[]): string => join(env['HOME'] ?? '', ...names);
  const servers = { mcpServers: { defer: { command, args: [] } } };
  const merge = (path: string, more: object): void => {
    const was = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
    writeFileSync(path, JSON.stringify({ ...was, ...more }));
  };
  switch (agent) {
    case 'claude': {
      const path = join(cwd, '..', 'mcp.json');
      writeFileSync(path, JSON.stringify(servers));
      // Else it tells its model of the tools of servers only when that searches for them.
      const settings = JSON.stringify({ env: { ENABLE_TOOL_SEARCH: 'false' } });
      return [
        ...['-p', '--session-id', randomUUID(), '--settings', settings],
        ...['--mcp-config', path, '--allowedTools', 'mcp__defer__defer_add'],
      ];
    }
    case 'codex':
      appendFileSync(at('.codex', 'config.toml'), `[mcp_servers.defer]\ncommand = "${command}"\n`);
      return ['exec', '--dangerously-bypass-approvals-and-sandbox', '-'];
    case 'copilot': {
      const path = join(cwd, '..', 'mcp.json');
      writeFileSync(
        path,
        JSON.stringify({ mcpServers: { defer: { type: 'local', command, args: [], tools: ['*'] } } }),
      );
      return ['--session-id', randomUUID(), '--allow-all', '--additional-mcp-config', `@${path}`];
    }
    case 'gemini':
      merge(at('.gemini', 'settings.json'), servers);
      return ['--session-id', randomUUID(), '--yolo'];
    case 'opencode':
      merge(at('.config', 'opencode', 'opencode.json'), { mcp: { defer: { type: 'local', command: [command] } } });
      return ['run'];
  }
}

/** What the tool answered, as the model was told: what follows the call in the last question. */
function answerIn({ model }: ToolBench, message: string): string {
  const texts = model.requestsWith(message).at(-1) ?? 'The tool was not called.';
  return texts.slice(texts.lastIndexOf(message)).slice(0, 1500);
}

describe('an agent that puts itself off over MCP', { timeout: 600_000 }, () => {
  const bench = benchOfTools();

  for (const agent of KEEPERS) {
    it(`means its own conversation by "this": ${agent}`, async test => {
      const tools = bench.open(test);
      if (!tools) {
        return;
      }
      const [seen, server] = [join(tools.cwd, '..', 'server.env'), join(tools.cwd, '..', 'server')];
      writeFileSync(server, `#!/bin/sh\nenv > '${seen}'\nexec '${node}' '${program}' mcp\n`);
      chmodSync(server, 0o755);
      const args = configure(tools, agent, server);
      const [prompt, message] = [`come-back-${agent}`, `look-again-${agent}`];
      const input = { message, when: '1h', conversation: 'this' };
      bench.model.answerTo(prompt, { kind: 'tool', tool: 'defer_add', input });
      const { text } = await tools.run(agent, args, prompt);
      const defer = async <Value>(...words: readonly string[]): Promise<Value> => {
        const { code, out, err } = await run(node, [program, '--json', ...words], tools.cwd, tools.env);
        assert.equal(code, 0, `${err}\n${text.slice(-2000)}`);
        return JSON.parse(out) as Value;
      };
      const [entry, ...others] = await defer<readonly { readonly id: string; readonly title: string }[]>('list');
      assert.deepEqual([entry?.title, others.length], [message, 0], answerIn(bench, message));
      const [one, ...more] = await defer<readonly { readonly id: string; readonly entry: string }[]>('conversations');
      assert.deepEqual([one?.entry, more.length], [entry?.id, 0]);
      const env = readFileSync(seen, 'utf8');
      const told = IDS.exec(env)?.[0]?.split('=')[0];
      assert.equal(told, TOLD[agent], `${agent} tells its server by ${told ?? 'nothing'}`);
    });
  }
});
