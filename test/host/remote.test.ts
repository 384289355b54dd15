import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { openEditor } from './harness/editor.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, promptLine, workspaceAt, type Workspace } from './harness/workspace.ts';

/** A zone that differs from that of the other test servers. */
const ZONE = 'Asia/Tokyo';

/** The number of claims in a home. */
const claimsIn = (home: string): number => {
  const claims = join(home, '.sf', 'defer', 'claims');
  return existsSync(claims) ? readdirSync(claims).length : 0;
};

describe('a window of another machine (docs/places.md)', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let agent: FakeAgent;
  /** The other machine's home, and the link by which its HOME names it. */
  let home: string;
  let linkToHome: string;
  let ownHome: string;
  let claimsBefore: number;
  before(async () => {
    const editor = await openEditor();
    ownHome = editor.home;
    claimsBefore = claimsIn(ownHome);
    const place = editor.temporaryFolder('machine');
    home = join(place, 'disk', 'somebody');
    linkToHome = join(place, 'home');
    const programs = join(place, 'programs');
    for (const folder of [home, programs]) mkdirSync(folder, { recursive: true });
    symlinkSync(home, linkToHome);
    agent = placeFakeAgent(programs, 'claude');
    agent.behave({ reads: ['HOME', 'TZ'] });
    workspaceAt(home).append(entryLine('Global there', -20));
    workspace = await makeWorkspace('remote', [promptLine('Run there', -10, 'claude', 'Go on.')]);
    const link = join(place, 'link');
    symlinkSync(workspace.folder, link);
    const file = join(place, 'twice.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ path: link }, { path: workspace.folder }] }));
    const server = await editor.ownServer('remote', {
      HOME: linkToHome,
      TZ: ZONE,
      PATH: [programs, process.env['PATH']].join(delimiter),
    });
    window = await openWindow({ open: file, server });
    await window.tree.show();
    await window.tree.row('Run there');
  });
  after(() => window.close());

  test('shows the global schedule of that machine, and shows a folder with two names once', async () => {
    // A window that had to be loaded twice does not say again what is overdue.
    await window.notifications.clear();
    await waitFor(
      'both, once each',
      async () =>
        (await window.tree.labelsIn('Overdue'))
          .concat(await window.tree.labelsIn('Global'))
          .sort()
          .join(),
      seen => seen === 'Global there,Run there',
    );
  });

  test('runs an agent of that machine, with its home and zone, and keeps its claims and log there', async () => {
    await window.tree.pressInline('Run there', 'Run');
    await workspace.lastRow('Run there', ({ run }) => run?.event === 'ended');
    const [call] = agent.calls();
    assert.equal(call?.folder, workspace.folder, 'by its real path');
    assert.deepEqual(call.env, { HOME: linkToHome, TZ: ZONE });
    const kept = join(home, '.sf', 'defer');
    assert.equal(claimsIn(home), 1);
    assert.equal(claimsIn(ownHome), claimsBefore, 'none in the home of this one');
    await waitFor('the log of that machine', async () => {
      const log = readFileSync(join(kept, 'log', 'defer.log'), 'utf8');
      return log.includes(`in=${workspace.folder}\n`) && !log.includes('/link');
    });
  });

  test('shows times in the zone of that machine', async () => {
    await window.runCommand('Defer: Check Setup');
    await waitFor('the page', async () => /Agents:/.test(await window.editorText()));
    await window.page.keyboard.press('Control+End');
    await waitFor('the zone, near its end', async () => (await window.editorText()).includes(`Time zone: ${ZONE}`));
  });
});
