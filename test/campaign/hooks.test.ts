import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { installAgentTools } from '../../scripts/agentTools.ts';
import { HOOK_TOOLS, type HookTool } from '../../src/render/view/statusText.ts';
import { node, program, run } from '../cli/shell.ts';
import { openModelServer } from '../support/modelServer.ts';
import { openRealTools, type RealTools } from '../support/realTools.ts';

/** Where a person puts what is printed, below the home; settings that are there are kept beside it. */
const PLACES: Readonly<Record<HookTool, { readonly path: string; readonly beside?: object }>> = {
  claude: { path: '.claude/settings.json' },
  codex: { path: '.codex/hooks.json' },
  copilot: { path: '.copilot/hooks/defer.json' },
  gemini: {
    path: '.gemini/settings.json',
    beside: { security: { auth: { selectedType: 'gemini-api-key' } } },
  },
  opencode: { path: '.config/opencode/plugins/defer.js' },
};

/** Asks a tool something with nobody at its terminal. Codex wants a person to trust a hook first, or to be told. */
const ask = (tools: RealTools, tool: HookTool, prompt: string) => {
  switch (tool) {
    case 'claude':
      return tools.run(tool, ['-p'], prompt);
    case 'codex':
      return tools.run(tool, ['exec', '--dangerously-bypass-hook-trust', '-'], prompt);
    case 'copilot':
    case 'gemini':
      return tools.run(tool, ['-p', prompt], '');
    case 'opencode':
      return tools.run(tool, ['run', prompt]);
  }
};

const TOLD = '1 entry of this folder is due';

for (const tool of HOOK_TOOLS) {
  test(`${tool} tells its model what is due, and nothing where nothing is`, { timeout: 300_000 }, async t => {
    const installed = await installAgentTools().catch((error: unknown) => String(error));
    if (typeof installed === 'string') {
      assert.notEqual(process.env['CI'], 'true', installed);
      t.skip(installed);
      return;
    }
    const model = await openModelServer();
    const tools = openRealTools(installed.bin, model);
    t.after(async () => {
      tools.remove();
      await model.close();
    });
    const defer = async (...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await run(node, [program, ...words], tools.cwd, tools.env);
      assert.equal(code, 0, err);
      return out;
    };
    const { path, beside } = PLACES[tool];
    const text = await defer('hook', tool);
    const place = join(tools.env['HOME'] ?? '', path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, beside ? JSON.stringify({ ...(JSON.parse(text) as object), ...beside }) : text);

    const quiet = await ask(tools, tool, 'quiet-question');
    assert.equal(quiet.code, 0, quiet.text.slice(-2000));
    assert.ok(model.requestsWith('quiet-question').length > 0);
    assert.deepEqual(model.requestsWith('the schedule of work that was put off'), []);

    await defer('add', 'PLANTED-TITLE', '--when', '0m', '--agent', 'claude', '--prompt', 'PLANTED-PROMPT');
    const told = await ask(tools, tool, 'second-question');
    assert.equal(told.code, 0, told.text.slice(-2000));
    const [request = ''] = model.requestsWith(TOLD).filter(texts => texts.includes('second-question'));
    assert.notEqual(request, '', `${tool} did not tell its model`);
    assert.deepEqual(model.requestsWith('PLANTED-'), []);
  });
}
