import type { Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

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
  /** Waits for one whose text matches. */
  next(pattern: RegExp): Promise<Notification>;
  /** Presses a button of the one whose text matches. */
  press(pattern: RegExp, button: string): Promise<void>;
  /** Clears them all from the screen. */
  clear(): Promise<void>;
}

const toasts = '.notifications-toasts .notification-list-item';

/** What a person sees and does of the notifications on a page. */
export const notificationsOf = (page: Page): Notifications => {
  const all = (): Promise<readonly Notification[]> =>
    page.locator(toasts).evaluateAll(nodes =>
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
    const seen = await waitFor(`a notification like ${pattern}`, all, found =>
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
      const toast = page.locator(toasts).filter({ has: message }).first();
      await toast.locator('.monaco-text-button').filter({ hasText: button }).first().click();
    },
    clear: async () => {
      const close = page.locator(`${toasts} .codicon-notifications-clear`);
      await waitFor('an empty screen', async () => {
        const toast = page.locator(toasts).first();
        if ((await toast.count()) === 0) return true;
        await toast.hover();
        await close
          .first()
          .click({ timeout: 1000 })
          .catch(() => undefined);
        return false;
      });
    },
  };
};
