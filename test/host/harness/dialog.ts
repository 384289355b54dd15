import type { Page } from 'playwright-core';

/** A question that has to be answered before anything else. */
export interface Dialog {
  /** Waits for it and answers with its text. */
  text(): Promise<string>;
  /** Presses a button by its label. */
  press(button: string): Promise<void>;
  isOpen(): Promise<boolean>;
}

/** What a person sees and does of the modal dialog on a page. */
export const dialogOf = (page: Page): Dialog => {
  const box = page.locator('.monaco-dialog-box');
  return {
    text: async () => {
      await box.waitFor();
      return (await box.locator('.dialog-message-container').textContent())?.trim() ?? '';
    },
    press: button => box.locator('.monaco-button', { hasText: button }).first().click(),
    isOpen: async () => (await box.count()) > 0,
  };
};
