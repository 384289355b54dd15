// A window that stays open while much happens around it. Its clock goes on by an hour meanwhile.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pastRows } from '../../bench/sample.ts';
import { root, runOrThrow } from '../../scripts/project.ts';
import { openBeside } from '../host/harness/besideExtension.ts';
import { moveClock } from '../host/harness/clock.ts';
import type { Blocks } from '../host/harness/longestBlock.ts';
import { openEditor } from '../host/harness/editor.ts';
import { waitFor } from '../host/harness/waitFor.ts';
import { openWindow, type EditorWindow } from '../host/harness/window.ts';
import { entryLine, makeWorkspace, promptLine, type Workspace } from '../host/harness/workspace.ts';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { addTurn, makeConversation } from '../support/madeStores.ts';

const STEPS = 100;
const ROWS = 20_000;
const SCHEDULE_FILES = 20;
const CHANGES = 500;
const RUNS = 200;
const CONVERSATIONS = 50;
const HOUR = 3_600_000;

function writeScheduleFile({ folder }: Workspace, index: number, step: number): void {
  const schedules = join(folder, '.sf', 'schedules');
  mkdirSync(schedules, { recursive: true });
  const head = `schedule: "${step % 60} 9 * * *"\nagent: claude`;
  writeFileSync(join(schedules, `audit-${index}.md`), `---\n${head}\n---\nAudit ${index}, edition ${step}.\n`);
}

/** The rows that the tree shows, without what counts the time that passes. */
const rowsOf = async ({ tree }: EditorWindow): Promise<readonly string[]> =>
  (await tree.rows()).map(({ level, label, group }) => `${level} ${group} / ${label}`);

/** What the suite in the extension host measured: MB of heap, what listens, and what took longest, in ms. */
interface Figures extends Blocks {
  readonly before: Living;
  readonly after: Living;
}
type Living = Readonly<Record<'heap' | 'listeners' | 'emitters' | 'timers' | 'watchers', number>>;

test('a window for an hour, with rows, files, runs and conversations that come from outside', async t => {
  const { home, programs, env } = await openEditor();
  placeFakeAgent(programs, 'claude', { prints: 'done' });
  const prompts = Array.from({ length: RUNS }, (_, index) => promptLine(`Run ${index}`, -5, 'claude', 'Go on'));
  const plain = Array.from({ length: 300 }, (_, index) => entryLine(`Entry ${index}`, 30 + index * 60));
  const workspace = await makeWorkspace('soak', [...plain, ...prompts]);
  const { folder, append } = workspace;
  // As another machine with Defer writes them, five to an entry.
  const outside = [...pastRows(ROWS, 0)];
  const talks = Array.from({ length: CONVERSATIONS }, (_, index) =>
    makeConversation(home, 'claude', { folder, at: Date.now() - index * 60_000, prompt: `Talk ${index}` }),
  );
  const settings = { 'defer.notifications': 'off' };
  const { window, runSuite } = await openBeside('soak', { open: folder, settings });
  await window.tree.show();
  await window.tree.row('Run 0');
  await window.conversations.row('Talk 0');
  // The tree is not in front meanwhile: the editor keeps some 250 bytes of each row that it draws for good
  // (extHostTreeViews.ts).
  await window.runCommand('View: Show Explorer');
  const ids = prompts.map(line => (JSON.parse(line) as { id: string }).id);
  const defer = (...words: readonly string[]): Promise<string> =>
    runOrThrow(process.execPath, [join(root, 'dist', 'cli.js'), '--dir', folder, ...words], { env });
  /** How many of `total` come with a step. */
  const share = (total: number, step: number): readonly number[] => {
    const [from, to] = [step, step + 1].map(steps => Math.round((total * steps) / STEPS));
    return Array.from({ length: (to ?? 0) - (from ?? 0) }, (_, index) => (from ?? 0) + index);
  };
  const results = await runSuite(async () => {
    await waitFor('the measuring to begin', async () => existsSync(join(folder, '.begun')));
    for (let step = 0; step < STEPS; step += 1) {
      await moveClock((HOUR * (step + 1)) / STEPS);
      append(...share(ROWS, step).map(index => outside[index] ?? ''));
      share(CHANGES, step).forEach(change => writeScheduleFile(workspace, change % SCHEDULE_FILES, change));
      for (const talk of share(CONVERSATIONS * 4, step)) {
        const { path = '' } = talks[talk % CONVERSATIONS] ?? {};
        addTurn('claude', path, { folder, at: Date.now(), prompt: `And then ${step}`, end: 'question' });
      }
      for (const index of share(RUNS, step)) await defer('run', ids[index] ?? '');
    }
    append(entryLine('The last', -1));
    await window.tree.show();
    await window.tree.row('The last');
    writeFileSync(join(folder, '.done'), '');
    writeFileSync(join(folder, '.settled'), '');
  });
  assert.deepEqual(
    results.map(({ failure }) => failure),
    [undefined],
  );
  const { before, after, work, garbage } = JSON.parse(readFileSync(join(folder, '.figures'), 'utf8')) as Figures;
  const grown = after.heap - before.heap;
  const seen = await rowsOf(window);
  const fresh = await openWindow({ open: folder, settings });
  await fresh.tree.show();
  await fresh.tree.row('The last');
  const read = await rowsOf(fresh);
  // Not every window shows as many rows.
  const count = Math.min(seen.length, read.length);
  assert.ok(count > 15, read.join('\n'));
  assert.deepEqual(seen.slice(0, count), read.slice(0, count));
  t.diagnostic(`${ROWS} rows, ${CHANGES} changes of schedule files, ${RUNS} runs, ${CONVERSATIONS} conversations`);
  t.diagnostic(
    `heap ${before.heap.toFixed(0)} to ${after.heap.toFixed(0)} MB, listeners ${before.listeners} to ${after.listeners}`,
  );
  t.diagnostic(`held up for ${work.toFixed(0)} ms at most, by a collection of garbage for ${garbage.toFixed(0)} ms`);
  assert.ok(grown <= 20, `the heap grew by ${grown.toFixed(1)} MB`);
  assert.ok(
    after.listeners <= before.listeners && after.emitters <= before.emitters,
    JSON.stringify({ before, after }),
  );
  assert.ok(work <= 50, `held up for ${work} ms`);
});
