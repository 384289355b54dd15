import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, type Workspace } from './harness/workspace.ts';

const review = [
  ...['---', 'version: 1', 'id: "weekday-review"', 'name: "Weekday review"', 'schedule:', '  kind: cron'],
  ...['  expression: "35 9 * * 1-5"', '  timeZone: local', '---', '', 'Summarize what came in. Change no files.', ''],
].join('\n');

describe("files of VS Code's Automations", () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const files = {
      'automations/review.automation.md': review,
      'automations/bad.automation.md': review.replace('schedule:', 'enabled: true\nschedule:'),
    };
    const mine = { kind: 'prompt', due_at: undefined, payload: { message: 'Tidy up', prompt: 'Tidy up the notes.' } };
    const lines = [entryLine('Tidy up', 60, mine)];
    ({ window, workspace } = await useWindow({ lines, files, settings: { 'defer.notifications': 'off' } }));
    await window.tree.row('Weekday review');
  });

  test('each is a proposal, what VS Code would not take is a problem, and its page says who else may run it', async () => {
    assert.equal((await window.tree.row('Weekday review')).group, 'Proposed');
    await window.tree.toggle('Problems');
    const problem = await window.tree.row(/^Line 5: schedule file/);
    assert.match(problem.description, /no field "enabled"/);
    await window.tree.hover('Weekday review');
    const tooltip = window.page.locator('.workbench-hover-container .monaco-hover', { hasText: 'Elsewhere' });
    await waitFor('the tooltip', async () =>
      /Elsewhere: VS Code's own Automations/.test(await tooltip.first().innerText()),
    );
    await window.tree.open('Weekday review');
    const page = await pageFrame(window, 'Summarize what came in');
    const text = await page.locator('main').innerText();
    assert.match(
      text,
      /^Weekday review\s+When\s+no due time[^]*Repeats\s+At 09:35, Monday through Friday[^]*Elsewhere\s+VS Code's own Automations, if automations\/review\.automation\.md was imported there and turned on/,
    );
    await window.screenshot('automation-page');
  });

  test('accepted it is due like any other, and its file stays as it is', async () => {
    await window.tree.pressInline('Weekday review', 'Accept');
    await waitFor('the row', async () => workspace.rows().at(-1)?.status === 'pending');
    await waitFor('its group', async () => (await window.tree.row('Weekday review')).group !== 'Proposed');
    assert.match(String(workspace.rows().at(-1)?.due_at), /^\d{4}-/);
    assert.equal(readFileSync(join(workspace.folder, 'automations/review.automation.md'), 'utf8'), review);
  });

  test('Export… writes one for an entry, which says so from then on', async () => {
    await window.runCommand('Defer: Export…');
    await window.quickPick.choose('VS Code');
    await window.quickPick.item('Why Not the Others?');
    await window.quickPick.choose('Tidy up');
    const name = 'tidy-up.automation.md';
    await waitFor('the question where', async () => ((await window.quickPick.text()) ?? '').endsWith(name));
    await window.quickPick.accept();
    const path = join(workspace.folder, name);
    await waitFor(`the file ${name}`, async () => existsSync(path) && readFileSync(path, 'utf8') !== '');
    assert.equal(
      readFileSync(path, 'utf8'),
      '---\nversion: 1\nid: "tidy-up"\nname: "Tidy up"\nschedule:\n  kind: manual\n---\n\nTidy up the notes.\n',
    );
    await window.tree.open('Tidy up');
    const page = await pageFrame(window, 'Tidy up the notes.');
    await waitFor('who else may run it', async () =>
      /Elsewhere\s+VS Code/.test(await page.locator('main').innerText()),
    );
    await window.screenshot('automation-exported');
  });
});
