import type { Locator, Page } from 'playwright-core';

/** The item of the status bar that says what is due, as a person sees it. */
export interface StatusItem {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly warning: boolean;
}

/** The item that says what is due. */
export const dueItemOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.status"]');

/** Reads that item; undefined while there is none. It is read in one go: a locator would wait for one that goes. */
export const statusOf = (page: Page): Promise<StatusItem | undefined> =>
  dueItemOf(page).evaluateAll(([node]) =>
    node === undefined
      ? undefined
      : {
          text: (node.textContent ?? '').trim(),
          label: node.getAttribute('aria-label') ?? node.querySelector('a')?.getAttribute('aria-label') ?? '',
          warning: node.classList.contains('warning-kind'),
        },
  );

/** The message of what was just done. */
export const messageOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.done"]');

/** What stands beside the message of an act, such as "Undo". */
export const offerOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.offer"]');
