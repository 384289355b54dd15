import type { Locator, Page } from 'playwright-core';
import { extensionId } from '../../../support/extensionId.ts';

/** The extension's item in the status bar as a person sees it. */
export interface StatusItem {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly warning: boolean;
}

/** Reads the extension's item; undefined while there is none. Asked in one go: one that goes would be waited for. */
export const statusOf = (page: Page): Promise<StatusItem | undefined> =>
  page.locator(`.statusbar-item[id^="${extensionId}"]`).evaluateAll(([node]) =>
    node === undefined
      ? undefined
      : {
          text: (node.textContent ?? '').trim(),
          label: node.getAttribute('aria-label') ?? node.querySelector('a')?.getAttribute('aria-label') ?? '',
          warning: node.classList.contains('warning-kind'),
        },
  );

/** What stands beside the message of an act, such as "Undo". */
export const offerOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.offer"]');
