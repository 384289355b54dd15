import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { quietSettings, writeSettings, type EditorServer } from '../../../scripts/editorServer.ts';
import { root } from '../../../scripts/project.ts';
import { openEditor } from './editor.ts';
import { dialogOf, type Dialog } from './surfaces/dialog.ts';
import { KEYED_COMMANDS, keyOf, writeKeys, type KeyedCommand } from './surfaces/keys.ts';
import { notificationsOf, type Notifications } from './surfaces/notifications.ts';
import { quickPickOf, type QuickPick } from './surfaces/quickPick.ts';
import { dueItemOf, statusOf, type StatusItem } from './surfaces/status.ts';
import { treeOf, type Tree } from './surfaces/tree.ts';
import { PATIENCE, waitFor } from './waitFor.ts';

/** How a window is to be opened. */
export interface WindowOptions {
  /** The folder or .code-workspace file, by its absolute path; empty for a window without either. */
  readonly open: string;
  /** False: a really restricted workspace, with no question asked. True by default. */
  readonly trusted?: boolean;
  /** User settings beside the harness's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine the server runs on: the only place where machine-scope settings count. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** The server it is a window of; the run's own without. */
  readonly server?: EditorServer;
  /** The language of the editor; English without. Its own texts stay English: there is no pack. */
  readonly language?: string;
}

/** One window of the editor, and what a person does in it. */
export interface EditorWindow {
  readonly page: Page;
  /** All views of the extension's container. */
  readonly tree: Tree;
  /** Its view of conversations alone. */
  readonly conversations: Tree;
  readonly notifications: Notifications;
  readonly quickPick: QuickPick;
  readonly dialog: Dialog;
  /** The item in the status bar that says what is due; undefined when there is none. */
  status(): Promise<StatusItem | undefined>;
  /** Clicks that item. */
  clickStatus(): Promise<void>;
  /** Runs a command by its full title ("Defer: Review Due"), through the palette and by keyboard alone. */
  runCommand(title: string): Promise<void>;
  /** Runs a command that has a key of the harness, where it does not matter how a person would. */
  pressKeyOf(command: KeyedCommand): Promise<void>;
  /** True when the palette offers a command of this title. */
  offersCommand(title: string): Promise<boolean>;
  /** What the visible terminals show. */
  terminalText(): Promise<string>;
  /** How many terminals there are. */
  terminalCount(): Promise<number>;
  /** What the active text editor shows on its visible lines. */
  editorText(): Promise<string>;
  /** The title of the tab in front; undefined when no editor is open. */
  activeTab(): Promise<string | undefined>;
  /** Where the cursor is, in the words of the status bar ("Ln 3, Col 1"). */
  cursor(): Promise<string>;
  /** Opens a file of the workspace by its name and puts the cursor into it, by keyboard alone. */
  openFile(name: string): Promise<void>;
  /** Trusts the folder through the editor's own Workspace Trust page. */
  grantTrust(): Promise<void>;
  /** True while the status bar says Restricted Mode. */
  isRestricted(): Promise<boolean>;
  /** Saves a picture to test-results/NAME.png; answers with its path. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** What every window of a run is set to, beside what a test asks for. */
export const harnessSettings = (trusted: boolean): Record<string, unknown> => ({
  ...quietSettings,
  // Entries that a test writes are due at once, and would be told of one after another.
  'defer.notifications': 'banner',
  'security.workspace.trust.enabled': !trusted,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  // The terminal draws itself as text that the page can be asked for.
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.enablePersistentSessions': true,
  'editor.accessibilitySupport': 'off',
  // The keys of the harness are no input of a terminal.
  'terminal.integrated.commandsToSkipShell': KEYED_COMMANDS,
  // Nothing has to be waited for until it has slid away.
  'workbench.reduceMotion': 'on',
});

/** Opens a window of the run's editor with a fresh browser state, and waits until it can be worked in. */
export const openWindow = async (options: WindowOptions): Promise<EditorWindow> => {
  const editor = await openEditor();
  const server = options.server ?? editor.server;
  writeSettings(join(server.profile.userData, 'User'), {
    ...harnessSettings(options.trusted ?? true),
    ...options.settings,
  });
  writeSettings(join(server.profile.userData, 'Machine'), options.machineSettings ?? {});
  writeKeys(server.profile);
  const context = await editor.browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  if (options.language !== undefined) {
    // What the editor's page would set where a language pack is installed. Extensions are read in this language.
    await page.addInitScript(language => {
      Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set: () => {} });
    }, options.language);
  }
  const address = new URL(server.origin);
  address.searchParams.set('tkn', server.token);
  if (options.open === '') address.searchParams.set('ew', 'true');
  else address.searchParams.set(options.open.endsWith('.code-workspace') ? 'workspace' : 'folder', options.open);
  for (let attempt = 1; ; attempt += 1) {
    await page.goto(address.href);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    if (!options.open.endsWith('.code-workspace') || (await hasFolders(page))) break;
    if (attempt === 4) throw new Error(`The editor shows no folder of ${options.open}.`);
  }
  return windowOf(page);
};

/**
 * Whether the explorer shows folders. Now and then the editor reads a .code-workspace before the disk behind it is
 * there, and the window stays empty.
 */
const hasFolders = (page: Page): Promise<boolean> =>
  page
    .locator('.explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: 6000 })
    .then(
      () => true,
      () => false,
    );

/** What a person does in the window on a page. */
export const windowOf = (page: Page): EditorWindow => {
  const quickPick = quickPickOf(page);
  const openPalette = async (title: string): Promise<boolean> => {
    // A document that opens at that moment takes the focus, and with it the palette away: then it is asked for again.
    const isTyped = async (): Promise<boolean> => {
      await page.keyboard.press('F1');
      const typed = quickPick.type(`>${title}`, 3000).then(quickPick.text, () => undefined);
      return (await typed) === `>${title}`;
    };
    await waitFor('the palette', isTyped);
    // The list is filtered a moment after the text changed.
    const offered = async (): Promise<boolean> => (await quickPick.items()).some(item => item.label === title);
    return waitFor(`the command ${title}`, offered, Boolean, 3000).catch(() => false);
  };
  const screenshot = async (name: string): Promise<string> => {
    const folder = join(root, 'test-results');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    return path;
  };
  return {
    page,
    quickPick,
    screenshot,
    tree: treeOf(page),
    conversations: treeOf(page, 'Conversations'),
    notifications: notificationsOf(page),
    dialog: dialogOf(page),
    status: () => statusOf(page),
    clickStatus: () => dueItemOf(page).click(),
    runCommand: async title => {
      const isOffered = async (): Promise<boolean> => {
        if (await openPalette(title)) return true;
        // The palette makes its list when it opens, so one that is too early has to be opened again.
        await page.keyboard.press('Escape');
        return false;
      };
      // A command of an extension is offered once the editor has read its manifest.
      await waitFor(`the command ${title} in the palette`, isOffered);
      const isChosen = async (): Promise<boolean> => {
        await quickPick.choose(title);
        // The palette closes before the command runs. Where it stays, its list changed under the key, and took nothing.
        // Where another box closes at that moment, it seems to be gone for an instant.
        const isGone = async (): Promise<boolean> => (await quickPick.text()) !== `>${title}`;
        const hasLeft = async (): Promise<boolean> => {
          if (!(await isGone())) return false;
          await page.waitForTimeout(50);
          return isGone();
        };
        return waitFor('the palette to close', hasLeft, Boolean, 2000).catch(() => false);
      };
      await waitFor(`the command ${title} to be chosen`, isChosen);
    },
    pressKeyOf: command => page.keyboard.press(keyOf(command)),
    offersCommand: async title => {
      const offered = await openPalette(title);
      await page.keyboard.press('Escape');
      return offered;
    },
    terminalText: async () => {
      const rows = await page
        .locator('.terminal-wrapper.active .xterm-rows > div, .xterm-rows > div')
        .allTextContents();
      return rows.map(row => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
    },
    editorText: async () => {
      const lines = page.locator('.editor-instance .view-lines .view-line');
      return (await lines.allTextContents()).map(line => line.replaceAll('\u00a0', ' ')).join('\n');
    },
    terminalCount: () => page.locator('.terminal-wrapper').count(),
    // Asked in one go: a tab that closes in between would be waited for.
    activeTab: () =>
      page.locator('.tabs-container .tab.active').evaluateAll(([tab]) => {
        if (tab === undefined) return undefined;
        const name = tab.getAttribute('data-resource-name') ?? '';
        // A page is called by its title; its resource has a number.
        return name.startsWith('webview-') ? (tab.querySelector('.label-name')?.textContent ?? '') : name;
      }),
    cursor: async () =>
      (await page.locator('.statusbar-item[id="status.editor.selection"]').allTextContents()).join('').trim(),
    openFile: async name => {
      const isFound = async (): Promise<boolean> => {
        await page.keyboard.press('ControlOrMeta+p');
        await quickPick.waitUntilOpen();
        await quickPick.type(name);
        const offered = async (): Promise<boolean> => (await quickPick.items()).some(item => item.label === name);
        if (await waitFor(`the file ${name}`, offered, Boolean, 3000).catch(() => false)) return true;
        // The editor looks for files once, when the box opens, and may have done that too early.
        await page.keyboard.press('Escape');
        return false;
      };
      await waitFor(`the file ${name} in the list`, isFound);
      await quickPick.choose(name);
      await quickPick.waitUntilClosed();
      await page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
      await page.locator('.editor-instance .monaco-editor.focused').waitFor();
    },
    isRestricted: async () => (await page.locator('.statusbar-item[id="status.workspaceTrust"]').count()) > 0,
    grantTrust: async () => {
      await page.locator('.statusbar-item[id="status.workspaceTrust"]').click();
      await page
        .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
        .first()
        .click();
      await page.locator('.statusbar-item[id="status.workspaceTrust"]').waitFor({ state: 'hidden' });
      // The page may stand before everything else.
      const modal = page.locator('.monaco-modal-editor-block');
      if (await modal.isVisible()) await modal.locator('.action-label.codicon-close').first().click();
      await modal.waitFor({ state: 'hidden' });
    },
    close: () => page.context().close(),
  };
};

/** The MCP servers that the editor lists in a window. */
export const listServers = async ({ runCommand, quickPick }: EditorWindow): Promise<readonly string[]> => {
  await runCommand('MCP: List Servers');
  await quickPick.item('Add Server');
  const labels = (await quickPick.items()).map(({ label }) => label);
  await quickPick.escape();
  return labels;
};
