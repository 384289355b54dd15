import type { Page } from 'playwright-core';
import { keyOf } from './keys.ts';
import { waitFor } from '../waitFor.ts';

/** A notification on the screen. */
export interface Notification {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly severity: 'info' | 'warning' | 'error';
}

/** The notifications of a window. */
export interface Notifications {
  /** Those on the screen now. */
  all(): Promise<readonly Notification[]>;
  /** Waits for one whose text matches; one that has hidden is found in the list behind the bell. */
  next(pattern: RegExp): Promise<Notification>;
  /** Presses a button of the one whose text matches. */
  press(pattern: RegExp, button: string): Promise<void>;
  /** Clears them all, also those that have hidden. */
  clear(): Promise<void>;
}

const item = '.notification-list-item';
const toasts = `.notifications-toasts ${item}`;

/** Those in the list that the bell opens, also when a toast has hidden by itself. */
const listed = `.notifications-center.visible ${item}`;
const shown = `${toasts}, ${listed}`;

/**
 * How long a toast may be waited for, in ms, before the list behind the bell is looked into. It stays for ten seconds.
 */
const UNTIL_LISTED = 4000;

/** What a person sees and does of the notifications on a page. */
export const notificationsOf = (page: Page): Notifications => {
  const all = (): Promise<readonly Notification[]> =>
    page.locator(shown).evaluateAll(nodes =>
      nodes.map(node => {
        const icon = node.querySelector('.notification-list-item-icon')?.className ?? '';
        return {
          text: (node.querySelector('.notification-list-item-message')?.textContent ?? '').trim(),
          buttons: [...node.querySelectorAll('.notification-list-item-buttons-container .monaco-text-button')].map(
            button => (button.textContent ?? '').trim(),
          ),
          severity: icon.includes('error') ? 'error' : icon.includes('warning') ? 'warning' : 'info',
        };
      }),
    );
  const next = async (pattern: RegExp): Promise<Notification> => {
    const begun = Date.now();
    const look = async (): Promise<readonly Notification[]> => {
      const found = await all();
      // A toast hides by itself, on a slow machine before anybody looks. The list keeps it.
      const isLate = Date.now() - begun > UNTIL_LISTED && (await page.locator(listed).count()) === 0;
      if (isLate && !found.some(({ text }) => pattern.test(text))) {
        await page.keyboard.press(keyOf('notifications.showList'));
      }
      return found;
    };
    const seen = await waitFor(`a notification like ${pattern}`, look, found =>
      found.some(({ text }) => pattern.test(text)),
    );
    const match = seen.find(({ text }) => pattern.test(text));
    if (match === undefined) throw new Error(`The notification like ${pattern} has gone.`);
    return match;
  };
  return {
    all,
    next,
    press: async (pattern, button) => {
      await next(pattern);
      const message = page.locator('.notification-list-item-message', { hasText: pattern });
      const notice = page.locator(shown).filter({ has: message }).first();
      await notice.locator('.monaco-text-button').filter({ hasText: button }).first().click();
    },
    clear: async () => {
      // Those that hid by themselves go too, so that none is taken for a later one.
      const isEmpty = async (): Promise<boolean> => {
        await page.keyboard.press(keyOf('notifications.clearAll'));
        return (await page.locator(shown).count()) === 0;
      };
      await waitFor('an empty screen', isEmpty);
    },
  };
};
