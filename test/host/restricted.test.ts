import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { instant } from '../../src/core/basics/time.ts';
import { writeResult } from '../../src/runner/results/resultRecord.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { makeConversation } from '../support/madeStores.ts';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { openBeside, type WindowBeside } from './harness/besideExtension.ts';
import { openEditor } from './harness/editor.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import { offeredCommands, walkPalette } from './harness/surfaces/palette.ts';
import { waitFor } from './harness/waitFor.ts';
import { listServers, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, promptLine, type Workspace } from './harness/workspace.ts';

const notice = /^Defer: this workspace is in Restricted Mode/;

describe('Restricted Mode', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let runSuite: WindowBeside['runSuite'];
  let agent: FakeAgent;
  let untouched: Readonly<Record<string, string>>;
  let claims: readonly string[];
  const readClaims = async (): Promise<readonly string[]> => {
    const folder = join((await openEditor()).home, '.sf', 'defer', 'claims');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  before(async () => {
    agent = placeFakeAgent((await openEditor()).programs, 'agent-restricted');
    workspace = await makeWorkspace('restricted', [
      promptLine('Resume the review', -180, 'restricted', 'Go on.'),
      entryLine('Read the figures', -60),
      entryLine('Soon', 60),
      entryLine('Closed before', -400, { status: 'done' }),
      entryLine('Proposed', -5, { status: 'proposed', created_by: 'agent:claude' }),
    ]);
    const at = Date.now() - 600_000;
    makeConversation((await openEditor()).home, 'claude', { folder: workspace.folder, at, prompt: 'Talk about it' });
    await leaveResult(workspace);
    untouched = workspace.fingerprint();
    claims = await readClaims();
    ({ window, runSuite } = await openBeside('restricted', {
      open: workspace.folder,
      trusted: false,
      settings: { 'chat.disableAIFeatures': false },
      machineSettings: {
        'defer.agents': { restricted: { executable: agent.path, fresh: ['<prompt>'] } },
        'defer.mcp.enabled': true,
      },
    }));
    await window.tree.show();
  });
  after(() => window.close());

  /** Waits for the refusal and takes it from the screen, so that the next one is another. */
  const refused = async (act: string): Promise<void> => {
    await window.notifications.next(notice).catch((fault: unknown) => {
      throw new Error(`${act} was not refused.`, { cause: fault });
    });
    await window.quickPick.waitUntilClosed();
    await window.notifications.clear();
  };

  test('everything can be read, and the tree says why nothing else can be done', async () => {
    await window.tree.row('Resume the review');
    await waitFor('Restricted Mode', () => window.isRestricted());
    assert.deepEqual(await window.tree.labelsIn('Overdue'), ['Resume the review', 'Read the figures']);
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '2',
    );
    assert.equal((await window.status())?.text, '2 due');
    assert.match(await window.tree.message(), /^Restricted Mode: the schedule can be read/);
    await window.tree.open('Resume the review');
    const page = await pageFrame(window, /Agent\s+restricted/);
    // What is offered reads, and nothing else.
    assert.deepEqual(await page.locator('button').allTextContents(), ['Copy Prompt']);
  });

  test('conversations are not read: to ask some tools would start them', async () => {
    const welcome = await waitFor('a welcome', () => window.conversations.welcome());
    assert.match(welcome, /^Conversations are shown once you trust this folder\./);
    assert.deepEqual(await window.conversations.rows(), []);
  });

  test('the banner’s Snooze All 1h is refused', async () => {
    await window.notifications.press(/Defer: 2 overdue/, 'Snooze All 1h');
    await refused('Snooze All 1h');
  });

  test('results are shown, and nothing is offered for them', async () => {
    const { time, description } = await window.tree.row('Left by a run');
    assert.match(time, /\d/);
    assert.equal(description, 'claude · 1 file +1 −0');
    await window.tree.click('Left by a run');
    await refused('Review Changes');
    await noButtons('Left by a run');
  });

  const noButtons = async (label: string): Promise<void> => {
    await window.tree.hover(label);
    const row = window.page.locator('.monaco-list-row', { hasText: label }).first();
    assert.equal(await row.locator('.actions .action-item:not(.disabled) .action-label').count(), 0, label);
  };

  /** That no button of a row can be pressed, and its menu holds only what reads. */
  const notOffered = async (label: string): Promise<void> => {
    await noButtons(label);
    const reading = ['Show Entry', 'Copy Prompt', 'Open the Line in the File', 'Show History'];
    const offered = await window.tree.contextMenu(label);
    assert.deepEqual(
      offered.filter(entry => !reading.includes(entry)),
      [],
      label,
    );
  };

  // Each command is tried in the extension host below.
  test('rows offer only what reads, open and closed', async () => {
    await notOffered('Resume the review');
    await window.tree.toggle('Closed');
    await notOffered('Closed before');
  });

  test('the keys of the tree are refused', async () => {
    // One row after the other: two clicks on one are a double click.
    for (const [index, key] of ['d', 'Delete', 'ControlOrMeta+Enter'].entries()) {
      await window.tree.click(index % 2 === 0 ? 'Read the figures' : 'Resume the review');
      await window.page.keyboard.press(key);
      await refused(key);
    }
  });

  test('the review list opens, and what it does is refused', async () => {
    await window.runCommand('Defer: Review Due');
    await window.quickPick.item('Resume the review');
    await window.quickPick.pressRowButton('Resume the review', 'Done');
    await refused('Done in the review list');
    await window.runCommand('Defer: Review Due');
    await window.quickPick.toggle('Resume the review');
    await window.quickPick.accept();
    await refused('picking in the review list');
  });

  test('the palette offers only what reads, and nothing that only refuses', async t => {
    const offered = await offeredCommands(window);
    for (const title of ['Schedule…', 'Run', 'Allow Automatic Runs…', 'New Schedule File…', 'Undo']) {
      assert.ok(!offered.includes(`Defer: ${title}`), title);
    }
    await walkPalette(t, window, 'Defer: Show Entry');
    await closeEditors(window);
  });

  test('commands and tools do nothing for other extensions either, and there is no MCP server', async () => {
    const results = await runSuite(async () => {
      await window.page.locator('.statusbar-item', { hasText: 'all were tried' }).waitFor();
      assert.ok(!(await listServers(window)).includes('Defer'));
    });
    assert.deepEqual(
      results.map(({ failure }) => failure),
      [undefined, undefined],
    );
    await window.notifications.clear();
  });

  test('nothing was written, claimed or started', async () => {
    assert.deepEqual(workspace.fingerprint(), untouched);
    assert.deepEqual(await readClaims(), claims);
    assert.deepEqual(agent.calls(), []);
    assert.equal(await window.terminalCount(), 0);
  });

  test('the agenda can be read, and offers nothing that changes something', async () => {
    await window.runCommand('Defer: Agenda');
    const agenda = await pageFrame(window, 'Read the figures');
    assert.match(await agenda.locator('header').innerText(), /Restricted Mode: the schedule can be read/);
    const entry = agenda.locator('.card', { hasText: 'Read the figures' });
    await entry.hover();
    assert.equal(await entry.locator('.act').count(), 0);
    assert.equal(await agenda.getByRole('button', { name: 'Schedule…' }).count(), 0);
    await entry.locator('.open').focus();
    await window.page.keyboard.press('d');
    await refused('Done on the agenda');
    await window.runCommand('View: Close Editor');
    assert.deepEqual(workspace.fingerprint(), untouched);
  });

  test('once the folder is trusted the same acts work', async () => {
    await window.grantTrust();
    await waitFor('no message over the tree', async () => (await window.tree.message()) === '');
    await window.tree.pressInline('Read the figures', 'Done');
    await workspace.lastRow('Read the figures', ({ status }) => status === 'done');
    await waitFor('it to go', async () => !(await window.tree.labelsIn('Overdue')).includes('Read the figures'));
    await window.tree.pressInline('Resume the review', 'Run');
    await workspace.lastRow('Resume the review', ({ run }) => run?.event === 'ended');
    assert.equal(agent.calls().length, 1);
  });
});

/** This machine's record of a run, whose worktree is not there. */
async function leaveResult({ folder, rows }: Workspace): Promise<void> {
  const home = join((await openEditor()).home, '.sf', 'defer');
  const [token, at] = ['d'.repeat(32), instant(Date.now() - 60_000)];
  const gone = join(folder, 'gone');
  await writeResult(home, {
    ...{
      token,
      key: token,
      entryId: rows()[0]?.id ?? '',
      folder,
      title: 'Left by a run',
      agent: 'claude',
      occ: 'once',
    },
    ...{ checkout: folder, repository: gone, worktree: gone, branch: 'defer/x', base: '0'.repeat(40), prefix: '' },
    ...{ state: 'unread', made: true, startedAt: at, endedAt: at, files: [{ path: 'a', insertions: 1, deletions: 0 }] },
    changes: { files: 1, insertions: 1, deletions: 0 },
  });
}
