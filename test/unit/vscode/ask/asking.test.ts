import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openFakeEditor, standInForVscode, type FakeBox, type FakeEditor } from '../../../support/fakeEditor.ts';
import type { AgentReport } from '../../../../src/verbs/host.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { askMessage } = await import('../../../../src/vscode/ask/askMessage.ts');
const { askWhen } = await import('../../../../src/vscode/ask/askWhen.ts');

let editor: FakeEditor;
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
beforeEach(() => {
  editor = openFakeEditor({ folder: '/work', manifest: {} });
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await rest();
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled.splice(0), []);
});

const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));
const broken = (): Promise<never> => Promise.reject(new Error('the part is gone'));

const box = (): FakeBox => {
  const [last] = editor.boxes.slice(-1);
  assert.ok(last);
  return last;
};
const saidUnder = (): string => {
  const said = box()['validationMessage'];
  return typeof said === 'object' && said !== null ? String((said as { message: unknown }).message) : String(said);
};

test('where the agents cannot be listed that is said, and what was typed goes on without one', async () => {
  const asked = askMessage({ title: 'Defer: Schedule', agents: broken });
  box()['value'] = 'Resume the review';
  const [robot] = box()['buttons'] as readonly unknown[];
  await box().fire('onDidTriggerButton', robot);
  assert.match(saidUnder(), /^The agents cannot be listed: the part is gone$/);
  await box().fire('onDidAccept');
  assert.deepEqual(await asked, { message: 'Resume the review', global: false });
  assert.deepEqual(editor.live(), []);
});

test('a box that the person leaves after that ends', async () => {
  const asked = askMessage({ title: 'Defer: Schedule', agents: broken });
  await box().fire('onDidTriggerButton', (box()['buttons'] as readonly unknown[])[0]);
  await box().fire('onDidHide');
  assert.equal(await asked, undefined);
});

test('where times cannot be read that is said while a message is typed', async () => {
  const asked = askMessage({ title: 'Defer: Schedule', agents: async () => [], split: broken });
  box()['value'] = 'Resume the review tomorrow';
  await box().fire('onDidChangeValue', 'Resume the review tomorrow');
  assert.match(saidUnder(), /^Times cannot be read right now: the part is gone$/);
  await box().fire('onDidAccept');
  await assert.rejects(asked, /the part is gone/, 'and once it is asked for, the command fails');
});

test('where times cannot be read a list of them says so, and Enter lets the command fail', async () => {
  const { host } = createWorld();
  const clock = {
    now: () => {
      throw new Error('the part is gone');
    },
  };
  const asked = askWhen({ ...host, clock }, 'Defer: Snooze');
  await rest();
  const labels = (): readonly string[] => (box()['items'] as readonly { label: string }[]).map(({ label }) => label);
  assert.deepEqual(labels(), ['$(error) Times cannot be read right now: the part is gone']);
  box()['value'] = '1h';
  await box().fire('onDidChangeValue', '1h');
  await rest();
  assert.deepEqual(labels(), ['$(error) Times cannot be read right now: the part is gone']);
  const failed = assert.rejects(asked, /the part is gone/);
  await box().fire('onDidAccept');
  await failed;
  assert.deepEqual(editor.live(), []);
});

const claude = { name: 'claude', path: '/bin/claude', problem: null } as AgentReport;

/** A box of Schedule whose button for agents was pressed; they are listed once they are told. */
function listing(): { asked: Promise<unknown>; pressed: Promise<void>; tell: (found: readonly AgentReport[]) => void } {
  let tell: (found: readonly AgentReport[]) => void = () => undefined;
  const agents = (): Promise<readonly AgentReport[]> => new Promise(resolve => (tell = resolve));
  const asked = askMessage({ title: 'Defer: Schedule', agents });
  box()['value'] = 'Resume the review';
  const pressed = box().fire('onDidTriggerButton', (box()['buttons'] as readonly unknown[])[0]);
  return { asked, pressed, tell: found => tell(found) };
}

test('Enter while the agents are listed sends the box, and no list and no box come after it', async () => {
  const { asked, pressed, tell } = listing();
  assert.equal(box()['busy'], true, 'it shows that something is looked up');
  await box().fire('onDidAccept');
  assert.deepEqual(await asked, { message: 'Resume the review', global: false });
  let shows = 0;
  box()['show'] = () => (shows += 1);
  tell([claude]);
  await pressed;
  assert.deepEqual(editor.lists, []);
  assert.equal(shows, 0);
  assert.deepEqual(editor.live(), []);
});

test('Enter whose times are still read when the agents are there sends the box as well', async () => {
  let read: () => void = () => undefined;
  const split = (): Promise<undefined> => new Promise(resolve => (read = () => resolve(undefined)));
  let tell: (found: readonly AgentReport[]) => void = () => undefined;
  const agents = (): Promise<readonly AgentReport[]> => new Promise(resolve => (tell = resolve));
  const asked = askMessage({ title: 'Defer: Schedule', agents, split });
  box()['value'] = 'Resume the review';
  const pressed = box().fire('onDidTriggerButton', (box()['buttons'] as readonly unknown[])[0]);
  const sent = box().fire('onDidAccept');
  tell([claude]);
  await pressed;
  assert.deepEqual(editor.lists, []);
  read();
  await sent;
  await rest();
  read();
  assert.deepEqual(await asked, { message: 'Resume the review', global: false });
});

test('Escape while the agents are listed leaves the box', async () => {
  const { asked, pressed, tell } = listing();
  await box().fire('onDidHide');
  assert.equal(await asked, undefined);
  tell([claude]);
  await pressed;
  assert.deepEqual(editor.lists, []);
  assert.deepEqual(editor.live(), []);
});

test('the button for agents does nothing more while they are listed, and works again afterwards', async () => {
  const { asked, pressed, tell } = listing();
  const [robot] = box()['buttons'] as readonly unknown[];
  await box().fire('onDidTriggerButton', robot);
  tell([claude]);
  await pressed;
  assert.equal(editor.lists.length, 1);
  assert.equal(box()['busy'], false);
  const again = box().fire('onDidTriggerButton', robot);
  editor.picks.push((items: readonly unknown[]) => items[0]);
  tell([claude]);
  await again;
  await box().fire('onDidAccept');
  assert.deepEqual(await asked, { message: 'Resume the review', agent: 'claude', global: false });
});
