import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { hookFor } from '../../../../src/render/export/hookText.ts';
import { HOOK_TOOLS, type HookTool } from '../../../../src/render/view/statusText.ts';

const printed = (tool: HookTool, node = '/usr/bin/node', cli = '/opt/defer/cli.js') => {
  const hook = hookFor(tool, { node, cli, isElectron: false });
  assert.ok(!isRefusal(hook));
  return hook;
};

test('a path with spaces and quotes is one word of the shell that the hook is given to', () => {
  const claude = printed('claude', '/usr/bin/node', `/home/o'neil/my apps/cli.js`);
  assert.match(claude.text, /'\/home\/o'\\\\''neil\/my apps\/cli\.js' status --session-start claude/);
  const windows = printed('claude', 'C:\\Program Files\\node.exe', 'C:\\defer\\cli.js');
  const { hooks } = JSON.parse(windows.text) as { hooks: { SessionStart: [{ hooks: [{ command: string }] }] } };
  assert.equal(
    hooks.SessionStart[0].hooks[0].command,
    '"C:\\Program Files\\node.exe" "C:\\defer\\cli.js" status --session-start claude',
  );
  assert.match(printed('copilot', 'C:\\it is\\node.exe', 'C:\\cli.js').text, /"powershell": "& 'C:\\\\it is/);
});

test('where no Node is, or a path hides something, there is no hook', () => {
  for (const tool of HOOK_TOOLS) {
    assert.ok(isRefusal(hookFor(tool, { node: '/code', cli: '/cli.js', isElectron: true })));
    assert.ok(isRefusal(hookFor(tool, { node: '/usr/bin/node', cli: '/a\nb/cli.js', isElectron: false })));
  }
});

test('a hook that calls a version of the extension says so', () => {
  assert.match(printed('claude', '/usr/bin/node', '/home/me/.vscode/extensions/defer-1/dist/cli.js').where, /update/);
  assert.doesNotMatch(printed('claude').where, /update/);
});
