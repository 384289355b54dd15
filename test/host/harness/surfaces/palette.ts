import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Notification } from './notifications.ts';
import { waitFor } from '../waitFor.ts';
import type { EditorWindow } from '../window.ts';

/**
 * The height of a window, in pixels, in which the palette shows all commands of the extension at once. The palette
 * takes two fifths of it.
 */
const TALL = 4000;

/** The titles of the commands of the extension that the palette offers, sorted. */
export async function offeredCommands({ page, quickPick }: EditorWindow): Promise<readonly string[]> {
  const size = page.viewportSize();
  if (!size) throw new Error('The window has no size.');
  await page.setViewportSize({ ...size, height: TALL });
  await page.keyboard.press('F1');
  await quickPick.waitUntilOpen();
  await quickPick.type('>Defer: ');
  let last = '';
  let since = Date.now();
  const isStill = async (): Promise<readonly string[] | undefined> => {
    const titles = (await quickPick.items()).map(({ label }) => label).filter(label => label.startsWith('Defer: '));
    if (titles.join() !== last) [last, since] = [titles.join(), Date.now()];
    return titles.length > 0 && Date.now() - since > 300 ? titles.sort() : undefined;
  };
  const titles = await waitFor('the commands', isStill);
  await quickPick.escape();
  await page.setViewportSize(size);
  return titles ?? [];
}

/** Whether a command could not do what it was offered for: it warns, or says that there is nothing for it. */
const isRefusal = ({ text, severity }: Notification): boolean =>
  text.startsWith('Defer: ') && (severity !== 'info' || /^Defer: (?:nothing|no) /i.test(text));

/** Commands that the editor itself makes of views. */
const LEFT_OUT = /^Defer: Focus on/;

/** Calls a command and leaves it; answers with what it said, where that is a refusal. */
async function refusalOf(window: EditorWindow, title: string): Promise<string | undefined> {
  await window.notifications.clear();
  await window.runCommand(title);
  // What a command asks in a box or says, it does at once; one that just acts shows neither.
  const answer = async (): Promise<boolean> =>
    (await window.quickPick.isOpen()) ||
    (await window.dialog.isOpen()) ||
    (await window.notifications.all()).length > 0;
  await waitFor('an answer', answer, Boolean, 500).catch(() => false);
  if (await window.dialog.isOpen()) await window.page.keyboard.press('Escape');
  const isClosed = async (): Promise<boolean> => !(await window.quickPick.isOpen());
  for (let box = 0; box < 3 && !(await isClosed()); box += 1) {
    await window.quickPick.escape();
    await waitFor('the box to close', isClosed, Boolean, 300).catch(() => false);
  }
  // A command may also fail because its box was closed without a choice.
  const said = (await window.notifications.all()).find(isRefusal);
  return said === undefined ? undefined : `${title} said: ${said.text}`;
}

/**
 * Calls every command of the extension that the palette of a window offers: none of them only refuses.
 * @param known A command that is offered here once the window knows what can act.
 */
export async function walkPalette(t: TestContext, window: EditorWindow, known: string): Promise<void> {
  await waitFor(known, () => window.offersCommand(known));
  const titles = await offeredCommands(window);
  assert.ok(titles.includes(known), titles.join());
  t.diagnostic(titles.map(title => title.slice('Defer: '.length)).join(', '));
  const refusals = [];
  // What is archived cannot be reopened after that.
  const last = 'Defer: Archive Closed…';
  const inOrder = [...titles.filter(one => one !== last), ...titles.filter(one => one === last)];
  for (const title of inOrder.filter(one => !LEFT_OUT.test(one))) {
    refusals.push(await refusalOf(window, title));
  }
  assert.deepEqual(
    refusals.filter(found => found !== undefined),
    [],
  );
}
