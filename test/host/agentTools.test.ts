import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeSettings } from '../../scripts/editorServer.ts';
import { openBeside } from './harness/besideExtension.ts';
import { openEditor } from './harness/editor.ts';
import { waitFor } from './harness/waitFor.ts';
import { listServers } from './harness/window.ts';
import { makeWorkspace } from './harness/workspace.ts';

test('in the extension host: commands, pages, and tools that write only what a person has seen and agreed to', async t => {
  const { folder: open } = await makeWorkspace('agent-tools', []);
  const asked: string[] = [];
  // Without it the editor hides what is for agents.
  const { window, runSuite } = await openBeside('agentTools', { open, settings: { 'chat.disableAIFeatures': false } });
  const results = await runSuite(async () => {
    const { page, dialog } = window;
    for (const button of ['Yes', 'Yes', 'Yes', 'Cancel']) {
      await dialog.text();
      asked.push(await page.locator('.monaco-dialog-box').innerText());
      await dialog.press(button);
    }
    assert.ok(!(await listServers(window)).includes('Defer'), 'the MCP server is off unless a person wants it');
    const { userData } = (await openEditor()).server.profile;
    writeSettings(join(userData, 'Machine'), { 'defer.mcp.enabled': true });
    await waitFor('the MCP server', async () => (await listServers(window)).includes('Defer'));
  });
  await window.close();
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
