import type { Page } from 'playwright-core';
import { waitFor } from '../waitFor.ts';

/** A question that has to be answered before anything else. */
export interface Dialog {
  /** Waits for it and answers with its text. */
  text(): Promise<string>;
  /** Presses a button by its label; resolves once this question is gone, whether or not another has come. */
  press(button: string): Promise<void>;
  isOpen(): Promise<boolean>;
}

/** What a person sees and does of the modal dialog on a page. */
export const dialogOf = (page: Page): Dialog => {
  const box = page.locator('.monaco-dialog-box');
  const isShown = (): Promise<void> => box.waitFor();
  return {
    text: async () => {
      await isShown();
      return (await box.locator('.dialog-message-container').textContent())?.trim() ?? '';
    },
    press: async button => {
      await isShown();
      const question = await box.elementHandle();
      const isAnswered = async (): Promise<boolean> => {
        // A question takes no click in its first moment, and none when it is gone.
        const target = await question?.$(`.monaco-button:text-is("${button}")`);
        await target?.click({ timeout: 3000 }).catch(() => undefined);
        const gone = question?.waitForElementState('hidden', { timeout: 3000 });
        return (gone ?? Promise.resolve()).then(
          () => true,
          () => false,
        );
      };
      await waitFor(`the button ${button} to be pressed`, isAnswered);
    },
    isOpen: async () => (await box.count()) > 0,
  };
};
