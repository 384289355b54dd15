import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { waitFor } from '../../../test/host/harness/waitFor.ts';
import { root } from '../../project.ts';
import { failureOf, sumOf, type StageEnd } from '../stage.ts';

/** The checks in Theia, in order. Each one starts where the one before it left the window. */
interface Check {
  readonly name: string;
  run(window: TheiaWindow): Promise<void>;
}

/** A Theia window, and its folder. */
export interface TheiaWindow {
  readonly page: Page;
  readonly folder: string;
}

const minute = 60_000;

/** The row of an entry that is due in so many minutes. */
const row = (id: string, minutes: number, more: Readonly<Record<string, unknown>>): string => {
  const [due_at, created_at] = [minutes, -10_000].map(each => new Date(Date.now() + each * minute).toISOString());
  return `${JSON.stringify({ id, status: 'pending', due_at, created_at, ...more })}\n`;
};

/** The schedule of the folder that is opened. */
export const makeSchedule = (): string =>
  [
    row('late', -60, { kind: 'reminder', payload: { message: 'Water the plants' } }),
    row('later', 60, { kind: 'prompt', payload: { message: 'Look at the build', prompt: 'Look.', agent: 'claude' } }),
  ].join('');

/** Runs a command by its title, through the palette. */
async function runCommand({ page }: TheiaWindow, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget').waitFor();
  await page.keyboard.type(title);
  // Other commands match the words too, and may be listed first.
  const label = page.locator('.quick-input-list .label-name').getByText(title, { exact: true });
  await label.first().click();
}

const CHECKS: readonly Check[] = [
  {
    name: 'it activates, and the status bar counts what is due',
    run: ({ page }) => page.locator('#theia-statusBar', { hasText: '1 due' }).waitFor(),
  },
  {
    name: 'a message says what is overdue, with its buttons',
    run: async ({ page }) => {
      const message = page.locator('.theia-notification-list-item', { hasText: '1 overdue' });
      await message.getByRole('button', { name: 'Review' }).waitFor();
      await message.locator('.codicon-close:visible').first().click();
    },
  },
  {
    name: 'the icon has a badge',
    run: ({ page }) => page.locator('[id^="shell-tab"][id$="extension.defer"]', { hasText: '1' }).waitFor(),
  },
  {
    name: 'Refresh shows the rows that Theia leaves out at first',
    run: async window => {
      await window.page.locator('[id^="shell-tab"][id$="extension.defer"]').first().click();
      await runCommand(window, 'Defer: Refresh');
      await window.page.locator('.theia-TreeNode', { hasText: 'Water the plants' }).waitFor();
    },
  },
  {
    name: 'Review Due lists what is due',
    run: async window => {
      await runCommand(window, 'Defer: Review Due');
      await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Water the plants' }).waitFor();
      await window.page.keyboard.press('Escape');
    },
  },
  {
    name: 'a run starts in a terminal, and its end is written',
    run: async window => {
      await runCommand(window, 'Defer: Run');
      await window.page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'Look at the build' })
        .first()
        .waitFor();
      await window.page.keyboard.press('Enter');
      // It is not due yet, so Defer asks.
      await window.page.getByRole('button', { name: 'Run Now' }).click();
      const file = join(window.folder, '.sf', 'schedule.jsonl');
      const isDone = async (): Promise<boolean> => /"later".*"done"/.test(readFileSync(file, 'utf8'));
      await waitFor('the end of the run', isDone);
    },
  },
  {
    name: 'the agenda shows its days',
    run: async window => {
      await runCommand(window, 'Defer: Agenda');
      const cards = async (): Promise<number> => {
        const found = window.page.frames().map(frame =>
          frame
            .getByText('Water the plants')
            .count()
            .catch(() => 0),
        );
        return (await Promise.all(found)).reduce((sum, count) => sum + count, 0);
      };
      await waitFor('the agenda', cards, count => count > 0);
    },
  },
];

/** Runs every check. Saves a screenshot of each failure in test-results. */
export async function checkAll(window: TheiaWindow): Promise<StageEnd> {
  const ends: StageEnd[] = [];
  for (const { name, run } of CHECKS) {
    const end = await run(window).then(
      () => ({ passed: 1, failed: 0, missing: [], output: '' }),
      (fault: unknown) => failureOf(fault),
    );
    if (end.failed > 0) {
      mkdirSync(join(root, 'test-results'), { recursive: true });
      await window.page.screenshot({ path: join(root, 'test-results', `theia-${ends.length}.png`) });
    }
    ends.push({ ...end, output: end.output === '' ? '' : `FAILED ${name}\n${end.output}` });
  }
  return sumOf(ends);
}
