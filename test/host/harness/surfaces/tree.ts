import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../waitFor.ts';

/** A row of the extension's tree. */
export interface TreeRow {
  /** 1 for groups, 2 for what is in them. */
  readonly level: number;
  /** What the row is called, without the time and the marks before that. */
  readonly label: string;
  /** The time that an entry's row begins with; empty where it has none. */
  readonly time: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Undefined for a row that cannot be opened. */
  readonly expanded: boolean | undefined;
  /** The label of the level 1 row it stands under; its own for a group. */
  readonly group: string;
}

/** The extension's container in the activity bar and the tree in it. */
export interface Tree {
  /** Brings the container to the front and waits for rows, or for the text in their place. */
  show(): Promise<void>;
  /** The rows on the screen, from top to bottom. */
  rows(): Promise<readonly TreeRow[]>;
  /** Waits until a row has this label, and answers with it. */
  row(label: string | RegExp): Promise<TreeRow>;
  /** What stands in a group, by labels. */
  labelsIn(group: string | RegExp): Promise<readonly string[]>;
  /** Opens or closes a group. */
  toggle(label: string | RegExp): Promise<void>;
  /** Moves to a row with the arrow keys; the view must have the focus. */
  reach(label: string | RegExp): Promise<void>;
  /** Clicks a row. */
  click(label: string | RegExp): Promise<void>;
  /** Clicks a row twice. */
  open(label: string | RegExp): Promise<void>;
  /** Rests the pointer on a row. */
  hover(label: string | RegExp): Promise<void>;
  /** Labels of the row's inline buttons, as they show while the pointer rests on it. */
  inlineButtons(label: string | RegExp): Promise<readonly string[]>;
  /** Presses one of the row's inline buttons. */
  pressInline(label: string | RegExp, button: string): Promise<void>;
  /** The entries of the row's context menu; the menu is closed again. */
  contextMenu(label: string | RegExp): Promise<readonly string[]>;
  /** Chooses an entry of the row's context menu. */
  chooseFromMenu(label: string | RegExp, entry: string): Promise<void>;
  /** The text that stands over the rows; empty when there is none. */
  message(): Promise<string>;
  /** The text that stands in place of an empty tree. */
  welcome(): Promise<string>;
  /** The number on the container's icon; undefined when there is none. */
  badge(): Promise<string | undefined>;
}

const container = '[id="workbench.view.extension.defer"]';
const icon = '.activitybar .action-item:has(> .action-label[aria-label^="Defer"])';
const matches = (label: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? label === wanted : wanted.test(label);

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The time of a row and its title, as `rowText` puts them together: two spaces part them. */
export const partsOf = (text: string): { readonly time: string; readonly label: string } => {
  const [, time = '', label = ''] = /^(?:(.*?) {2})?(?:[!↓] )?(.*)$/su.exec(text.replace(/[\u2068\u2069]/g, '')) ?? [];
  return { time, label };
};

/** A pattern for the whole text of a row, from one for its title. */
const inRow = (label: string | RegExp): RegExp => {
  const source = typeof label === 'string' ? `^${escapeForPattern(label)}$` : label.source;
  return new RegExp(source.replace(/^\^/, '(?:^|^.* {2})(?:[!↓] )?\u2068?').replace(/\$$/, '\u2069?$'), 'u');
};

/** The page's own; the tests are checked without the browser's types. */
declare const MutationObserver: new (seen: () => void) => {
  observe(node: unknown, what: Readonly<Record<string, boolean>>): void;
  disconnect(): void;
};

/** Waits until the tree has stood still for as long as a hand needs: the editor loses a click in between two states. */
const settled = (page: Page, place: string): Promise<void> =>
  page.locator(place).evaluate(
    node =>
      new Promise<void>(done => {
        const still = 150;
        let timer = setTimeout(finish, still);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(finish, still);
        });
        function finish(): void {
          observer.disconnect();
          done();
        }
        observer.observe(node, { childList: true, subtree: true, characterData: true });
      }),
  );

/**
 * Takes the pointer off the rows, and waits until what is said of one is gone: on a slow machine it opens late, lies
 * over the rows below, and takes their clicks.
 */
export const leaveRows = async (page: Page): Promise<void> => {
  const tooltip = page.locator('.context-view .hover-contents');
  const begun = Date.now();
  const isGone = async (): Promise<boolean> => {
    await page.mouse.move(700, 300);
    if ((await tooltip.count()) === 0) return true;
    // One whose row was drawn anew meanwhile goes only once the pointer has been on it.
    const box = await tooltip
      .first()
      .boundingBox({ timeout: 500 })
      .catch(() => null);
    if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    // One that opened as a menu closed stays, and goes with this key.
    if (Date.now() - begun > 2000) await page.keyboard.press('Escape');
    return false;
  };
  await waitFor('the tooltip to go', isGone);
};

/** Has the page note whether the next click arrives at a button. */
const listenForClick = `
  window.heardClick = false;
  document.addEventListener(
    'click',
    event => (window.heardClick = event.target.closest?.('.action-label') != null),
    { capture: true, once: true },
  );
`;

/** What a person sees and does of the extension's tree on a page, or of one of its views. */
export const treeOf = (page: Page, view?: string): Tree => {
  const place = view === undefined ? container : `${container} .pane:has(> .pane-header[aria-label^="${view} "])`;
  const nodes = page.locator(`${place} .monaco-list-row[role="treeitem"]`);
  const rows = async (): Promise<readonly TreeRow[]> => {
    const seen = await nodes.evaluateAll(found =>
      found
        .map(node => ({
          top: node.getBoundingClientRect().top,
          level: Number(node.getAttribute('aria-level')),
          label: (node.querySelector('.label-name')?.textContent ?? '').trim(),
          description: (node.querySelector('.label-description')?.textContent ?? '').trim(),
          spoken: node.getAttribute('aria-label') ?? '',
          open: node.getAttribute('aria-expanded'),
        }))
        .sort((one, other) => one.top - other.top),
    );
    let group = '';
    return seen.map(({ top: _top, open, ...seenRow }) => {
      const row = { ...seenRow, ...partsOf(seenRow.label) };
      if (row.level === 1) group = row.label;
      return { ...row, group, expanded: open === null ? undefined : open === 'true' };
    });
  };
  const row = async (label: string | RegExp): Promise<TreeRow> => {
    const seen = await waitFor(`a tree row ${label}`, rows, found => found.some(one => matches(one.label, label)));
    const match = seen.find(one => matches(one.label, label));
    if (match === undefined) throw new Error(`The tree row ${label} has gone.`);
    return match;
  };
  const nodeOf = async (label: string | RegExp): Promise<Locator> => {
    await row(label);
    await leaveRows(page);
    await settled(page, place);
    return nodes.filter({ has: page.locator('.label-name', { hasText: inRow(label) }) }).first();
  };
  const openMenu = async (label: string | RegExp): Promise<Locator> => {
    const entries = page.locator('.context-view .monaco-menu .action-menu-item:not(.disabled) .action-label');
    const isOpen = async (): Promise<boolean> => {
      await (await nodeOf(label)).click({ button: 'right' });
      const open = async (): Promise<boolean> => (await entries.count()) > 0;
      return waitFor('the menu', open, Boolean, 3000).catch(() => false);
    };
    await waitFor(`the menu of ${label}`, isOpen);
    return entries;
  };
  return {
    rows,
    row,
    show: async () => {
      // A window that is still opening may bring another container to the front.
      const isShown = async (): Promise<boolean> => {
        if (!(await page.locator(container).isVisible())) await page.locator(icon).first().click();
        return (await nodes.count()) > 0 || (await page.locator(`${place} .welcome-view-content`).first().isVisible());
      };
      await waitFor('the tree or its welcome', isShown);
    },
    labelsIn: async group => {
      const all = await rows();
      return all.filter(one => one.level > 1 && matches(one.group, group)).map(one => one.label);
    },
    toggle: async label => {
      const { expanded } = await row(label);
      const isToggled = async (): Promise<boolean> => {
        await (await nodeOf(label)).locator('.monaco-tl-twistie').click();
        // A click that falls into a redraw is lost, and a person clicks again.
        const now = async (): Promise<boolean> => (await row(label)).expanded !== expanded;
        return waitFor('the other state', now, Boolean, 1000).catch(() => false);
      };
      await waitFor(`${label} to open or close`, isToggled);
    },
    reach: async label => {
      await row(label);
      // A tree that is drawn anew shows no focus for a moment.
      await settled(page, place);
      await page.keyboard.press('Home');
      const focused = page.locator(`${place} .monaco-list-row.focused .label-name`);
      const isReached = async (): Promise<boolean> => {
        const now = (await focused.allTextContents()).map(text => partsOf(text.trim()).label);
        if (now.some(one => matches(one, label))) return true;
        await page.keyboard.press('ArrowDown');
        return false;
      };
      await waitFor(`the keys to reach ${label}`, isReached);
    },
    // A row that comes or goes meanwhile would have the click land on another.
    click: async label => {
      const node = await nodeOf(label);
      await settled(page, place);
      await node.click();
    },
    open: async label => {
      const node = await nodeOf(label);
      await settled(page, place);
      await node.dblclick();
    },
    hover: async label => (await nodeOf(label)).hover(),
    inlineButtons: async label => {
      const node = await nodeOf(label);
      await node.hover();
      const buttons = await node.locator('.actions .action-label').all();
      return Promise.all(buttons.map(async button => (await button.getAttribute('aria-label')) ?? ''));
    },
    pressInline: async (label, button) => {
      const node = await nodeOf(label);
      const target = node.locator(`.actions .action-label[aria-label^="${button}"]`);
      const isPressed = async (): Promise<boolean> => {
        // The row may have moved away from under the pointer.
        await node.hover();
        if (!(await target.isVisible())) return false;
        await settled(page, place);
        await page.evaluate(listenForClick);
        await target.click();
        // The editor puts another button in the place of this one when it draws the row anew: a person clicks again.
        return page.evaluate<boolean>('window.heardClick');
      };
      await waitFor(`the button ${button} of ${label}`, isPressed);
    },
    contextMenu: async label => {
      const entries = (await (await openMenu(label)).allTextContents()).filter(text => text !== '');
      await page.keyboard.press('Escape');
      return entries;
    },
    chooseFromMenu: async (label, entry) => {
      await openMenu(label);
      // A menu takes no click at first, but always keys.
      const focused = page.locator('.context-view .monaco-menu .action-item.focused .action-label');
      const isFocused = async (): Promise<boolean> => {
        if ((await focused.allTextContents()).includes(entry)) return true;
        await page.keyboard.press('ArrowDown');
        return false;
      };
      await waitFor(`${entry} to be focused in the menu of ${label}`, isFocused, Boolean, 5000);
      await page.keyboard.press('Enter');
    },
    message: async () => (await page.locator(`${place} .message:visible`).allTextContents()).join('\n').trim(),
    welcome: async () => (await page.locator(`${place} .welcome-view-content`).allTextContents()).join('\n').trim(),
    badge: async () => (await page.locator(`${icon} .badge-content:visible`).allTextContents())[0] || undefined,
  };
};
