import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/project.ts';
import { runBeside } from './harness/besideExtension.ts';
import { entryLine, makeWorkspace } from './harness/workspace.ts';

const suiteOf = (name: string): string => join(root, 'test', 'host', 'toolSuites', `${name}.ts`);

test('language-model tools write what a person has seen and agreed to, and nothing else', async t => {
  const { folder: open } = await makeWorkspace('agent-tools', []);
  const asked: string[] = [];
  const results = await runBeside(suiteOf('agentTools'), { open }, async ({ page, dialog }) => {
    for (const button of ['Yes', 'Yes', 'Cancel']) {
      await dialog.text();
      asked.push(await page.locator('.monaco-dialog-box').innerText());
      await dialog.press(button);
      await page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    }
  });
  assert.ok(results.length > 0);
  for (const { name, failure } of results) {
    await t.test(name, () => assert.equal(failure, undefined, failure));
  }
  await t.test('each was shown what would be written, as plain text', () => {
    const [add = '', cancel = ''] = asked;
    assert.match(add, /Defer: Schedule\?/);
    assert.match(add, /Would be scheduled for /);
    assert.match(add, /prompt: Look at \[it\]\(command:x\) \$\(flame\)/);
    assert.match(add, /and \*\*this\*\*/);
    assert.match(cancel, /Defer: Cancel\?[^]*Check the build/);
  });
});

test('in Restricted Mode the tools do nothing', async () => {
  const { folder: open, fingerprint } = await makeWorkspace('restricted-tools', [entryLine('Not for an agent', -5)]);
  const before = fingerprint();
  const results = await runBeside(suiteOf('restrictedTools'), { open, trusted: false }, async () => undefined);
  assert.deepEqual(
    results.map(({ failure }) => failure),
    [undefined],
  );
  assert.deepEqual(fingerprint(), before);
});
