import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeConversation } from '../support/madeStores.ts';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { openCamera, PICTURE_SETTINGS, takesPictures, TAKES, type Camera, type Take } from './harness/camera.ts';
import { moveClock } from './harness/clock.ts';
import { openEditor } from './harness/editor.ts';
import { leaveRows } from './harness/surfaces/tree.ts';
import { waitFor } from './harness/waitFor.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { makeWorkspace, minutesFromNow, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

const TITLE = 'look at the build';
const minute = 60_000;

for (const take of TAKES) {
  describe(`the first minutes of a person with a keyboard, ${take.name}`, () => {
    let workspace: Workspace;
    let window: EditorWindow;
    let camera: Camera;
    before(async () => {
      workspace = await makeWorkspace('courier', []);
      window = await openWindow({
        open: workspace.folder,
        settings: { 'defer.notifications': 'all', 'workbench.colorTheme': take.theme, ...PICTURE_SETTINGS },
      });
      await window.page.setViewportSize(take.size);
      await window.tree.show();
      await setSideBar(window, take);
      camera = openCamera(window, take);
    });
    after(async () => {
      await moveClock(0);
      await camera.finish();
      await window.close();
    });

    const titled = (title: string): Promise<unknown> =>
      waitFor(`the box ${title}`, async () => (await window.quickPick.title()) === title);
    /** Types into the box as a person does, piece by piece. */
    const type = async (...pieces: readonly string[]): Promise<void> => {
      for (const piece of pieces) {
        await window.page.keyboard.type(piece);
        await camera.shoot('typing', 250);
      }
    };
    const reach = async (): Promise<void> => {
      await window.runCommand('Defer: Focus on Schedule View');
      await window.tree.reach(TITLE);
      // Where several rows can be selected, the arrow keys select none.
      const row = window.page.locator('.monaco-list-row.selected', { hasText: TITLE });
      if ((await row.count()) === 0) await window.page.keyboard.press('Control+Shift+Enter');
      await row.waitFor();
    };

    test('the walkthrough says what to do first', async () => {
      await camera.shoot('empty');
      await window.runCommand('Defer: Open Walkthrough');
      await window.page.locator('.getting-started-step .step-title').first().waitFor();
      await camera.shoot('walkthrough', 2500);
    });

    test('one line schedules something in a minute', async () => {
      const isAsked = async (): Promise<boolean> => {
        await window.runCommand('Defer: Schedule…');
        // A page that is drawn at that moment takes the focus, and the box away.
        return waitFor('the box', async () => (await window.quickPick.title()) !== '', Boolean, 5000).catch(
          () => false,
        );
      };
      await waitFor('the box to stay', isAsked);
      await titled('Defer: Schedule (1/2)');
      const isTyped = async (): Promise<boolean> => {
        await window.quickPick.type('');
        await type('look', ' at', ' the', ' build', ' in', ' 1m');
        // When it is first drawn, the walkthrough takes the focus again, and with it the keys.
        return (await window.quickPick.text()) === `${TITLE} in 1m`;
      };
      await waitFor('the text in the box', isTyped);
      await waitFor(
        'the reading',
        () => window.quickPick.message(),
        text => /“look at the build”: .*\(in (?:1 min|60 s)\)/.test(text),
      );
      await camera.shoot('schedule', 2000);
      await camera.cut('schedule', window.page.locator('.quick-input-widget'));
      await window.quickPick.accept();
      const { due_at } = await workspace.lastRow(TITLE, ({ status }) => status === 'pending');
      assert.ok(Math.abs(minutesUntil(due_at) - 1) < 0.5);
      await window.tree.row(TITLE);
      await camera.shoot('scheduled', 2000);
    });

    test('at its moment a message names it', async () => {
      await closeEditors(window);
      await moveClock(1.1 * minute);
      await window.pressKeyOf('defer.refresh');
      const { text, buttons } = await window.notifications.next(/look at the build/);
      assert.equal(text, 'Defer: "look at the build" is due.');
      assert.deepEqual(buttons, ['Snooze…', 'Done']);
      await waitFor('the group', async () => (await window.tree.row(TITLE)).group === 'Overdue');
      await camera.shoot('due', 2500);
      await camera.cut('due', window.page.locator('.notifications-toasts .notification-toast').first());
    });

    test('a preset puts it off, and Undo brings it back', async () => {
      await window.notifications.clear();
      await reach();
      await window.page.keyboard.press('s');
      await window.quickPick.item('In 2 Hours');
      await camera.shoot('snooze', 2000);
      await window.quickPick.choose('In 2 Hours');
      await workspace.lastRow(TITLE, ({ status }) => status === 'snoozed');
      await waitFor('the group', async () => (await window.tree.row(TITLE)).group === 'Today');
      await camera.shoot('snoozed', 2000);
      await window.runCommand('Defer: Undo');
      await workspace.lastRow(TITLE, ({ status }) => status === 'pending');
      await waitFor('the group', async () => (await window.tree.row(TITLE)).group === 'Overdue');
      await camera.shoot('undone', 2000);
    });

    test('the prompt is edited as a document', async () => {
      await reach();
      await window.page.keyboard.press('F2');
      await titled(`Defer: Edit "${TITLE}"`);
      await camera.shoot('edit');
      await window.quickPick.choose('Prompt');
      await waitFor('the document', async () => (await window.activeTab())?.startsWith('Prompt of'));
      await window.page.locator('.editor-instance .monaco-editor.focused').waitFor();
      await type('Find the first', ' step that failed,', ' and mend it.');
      await window.page.keyboard.press('Control+s');
      // On a slow machine the editor saves what was typed so far, too.
      const whole = 'Find the first step that failed, and mend it.';
      await workspace.lastRow(TITLE, ({ payload }) => payload?.['prompt'] === whole);
      await camera.shoot('prompt', 2000);
    });

    test('d finishes it, and Ctrl+Z takes that back', async () => {
      await reach();
      await window.page.keyboard.press('d');
      await workspace.lastRow(TITLE, ({ status }) => status === 'done');
      await waitFor('the row to go', async () => !(await window.tree.labelsIn('Overdue')).includes(TITLE));
      await camera.shoot('done', 2000);
      await window.page.keyboard.press('Control+z');
      await workspace.lastRow(TITLE, ({ status }) => status === 'pending');
      await waitFor('the group', async () => (await window.tree.row(TITLE)).group === 'Overdue');
      await camera.shoot('back', 3000);
    });

    // What these steps do is tried by other files; here they are done for their pictures alone.
    if (!takesPictures || take.walkthrough === undefined) return;
    test('the other steps of the walkthrough', async () => {
      await moveClock(0);
      await closeEditors(window);
      const { home, programs } = await openEditor();
      placeFakeAgent(programs, 'claude', { prints: 'Reading src/retry.js …', waitsFor: '/nowhere' });
      workspace.append(promptLine('Finish the retry review', -1, 'claude', 'Read src/retry.js, and say what is left.'));
      await window.tree.row('Finish the retry review');

      await window.tree.chooseFromMenu('Finish the retry review', 'Allow Automatic Runs…');
      await window.page.locator('.tabs-container .tab', { hasText: 'Allow Automatic Runs' }).waitFor();
      await pageFrame(window, 'The whole prompt');
      await window.notifications.clear();
      await leaveRows(window.page);
      await camera.shoot('alone');
      await camera.cut('alone', window.page.locator('[id="workbench.parts.editor"]'));
      await closeEditors(window);

      await window.tree.pressInline('Finish the retry review', 'Run');
      await waitFor('the agent', async () => (await window.terminalText()).includes('Reading src/retry.js'));
      await leaveRows(window.page);
      await camera.shoot('run');
      await camera.cut('run', window.page.locator('[id="workbench.parts.panel"]'));

      const at = (minutes: number): { folder: string; at: number } => ({
        folder: workspace.folder,
        at: minutesFromNow(minutes),
      });
      const end = { resetsAt: Math.ceil(minutesFromNow(100) / minute) * minute };
      makeConversation(home, 'claude', { ...at(-25), prompt: 'Cap the delay at a minute', end });
      makeConversation(home, 'codex', { ...at(-40), prompt: 'Port the queue tests', end });
      makeConversation(home, 'claude', { ...at(-12), prompt: 'Watch the canary' });
      makeConversation(home, 'gemini', { ...at(-90), prompt: 'Draw the figures' });
      await window.pressKeyOf('defer.refresh');
      await window.conversations.row('Draw the figures');
      await window.runCommand('Defer: Focus on Conversations View');
      await leaveRows(window.page);
      await camera.shoot('conversations');
      await camera.cut('conversation', window.page.locator('[id="workbench.parts.sidebar"]'));
      await window.pressKeyOf('workbench.action.terminal.killAll');
    });
  });
}

/** Drags the edge of the side bar to where a take wants it. */
async function setSideBar({ page }: EditorWindow, { sideBar }: Take): Promise<void> {
  if (sideBar === undefined) return;
  const box = await page.locator('[id="workbench.parts.sidebar"]').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width, 300);
  await page.mouse.down();
  await page.mouse.move(box.x + sideBar, 300, { steps: 4 });
  await page.mouse.up();
  // The edge is drawn thick as long as the pointer is on it.
  await page.mouse.move(700, 500);
}
