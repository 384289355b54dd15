import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeSettings } from '../../scripts/editorServer.ts';
import { root } from '../../scripts/project.ts';
import { openEditor } from './harness/editor.ts';
import { runBeside } from './harness/besideExtension.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, promptLine } from './harness/workspace.ts';

const suiteOf = (name: string): string => join(root, 'test', 'host', 'toolSuites', `${name}.ts`);

/** Without it the editor hides what is for agents. */
const withAgents = { 'chat.disableAIFeatures': false };

/** The MCP servers that the editor lists. */
const listServers = async ({ runCommand, quickPick }: EditorWindow): Promise<readonly string[]> => {
  await runCommand('MCP: List Servers');
  await quickPick.item('Add Server');
  const labels = (await quickPick.items()).map(({ label }) => label);
  await quickPick.escape();
  return labels;
};

test('language-model tools write what a person has seen and agreed to, and nothing else', async t => {
  const { folder: open } = await makeWorkspace('agent-tools', []);
  const asked: string[] = [];
  const options = { open, settings: withAgents };
  const results = await runBeside(suiteOf('agentTools'), options, async window => {
    const { page, dialog } = window;
    for (const button of ['Yes', 'Yes', 'Yes', 'Cancel']) {
      await dialog.text();
      asked.push(await page.locator('.monaco-dialog-box').innerText());
      await dialog.press(button);
    }
    assert.ok(!(await listServers(window)).includes('Defer'), 'the MCP server is off unless a person wants it');
    const { userData } = (await (await openEditor()).suiteServer()).profile;
    writeSettings(join(userData, 'Machine'), { 'defer.mcp.enabled': true });
    await waitFor('the MCP server', async () => (await listServers(window)).includes('Defer'));
  });
  assert.ok(results.length > 0);
  for (const { name, failure } of results) {
    await t.test(name, () => assert.equal(failure, undefined, failure));
  }
  await t.test('each was shown what would be written, as plain text', () => {
    const [add = '', reschedule = '', cancel = ''] = asked;
    assert.match(add, /Defer: Schedule\?/);
    assert.match(add, /Would be scheduled for /);
    assert.match(add, /prompt: Look at \[it\]\(command:x\) \$\(flame\)/);
    assert.match(add, /and \*\*this\*\*/);
    assert.match(reschedule, /Defer: Reschedule\?[^]*Check the build\s+To: .*15:00/);
    assert.match(cancel, /Defer: Cancel\?[^]*Check the build/);
  });
});

test('in Restricted Mode commands and tools do nothing, and there is no MCP server', async () => {
  const { folder: open, fingerprint } = await makeWorkspace('restricted-tools', [
    promptLine('Not for an agent', -5, 'claude', 'Go on.'),
    entryLine('Proposed', -5, { status: 'proposed', created_by: 'agent:claude' }),
  ]);
  const before = fingerprint();
  const options = { open, settings: withAgents, machineSettings: { 'defer.mcp.enabled': true } };
  const results = await runBeside(suiteOf('restricted'), { ...options, trusted: false }, async window => {
    await window.page.locator('.statusbar-item', { hasText: 'all were tried' }).waitFor({ timeout: 100_000 });
    assert.ok(!(await listServers(window)).includes('Defer'));
  });
  assert.deepEqual(
    results.map(({ failure }) => failure),
    [undefined, undefined],
  );
  assert.deepEqual(fingerprint(), before);
});
