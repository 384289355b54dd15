import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { instant } from '../../src/core/basics/time.ts';
import { writeResult, type ResultRecord } from '../../src/runner/results/resultRecord.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { gitEnv } from '../support/git.ts';
import { put } from '../support/results.ts';
import { worktreeOf } from '../support/worktrees.ts';
import { allowing, whenDue, type Allowing } from './harness/allowing.ts';
import { moveClock } from './harness/clock.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesFromNow, type FileRow, type Workspace } from './harness/workspace.ts';

const NIGHTLY = 'Nightly audit';
const PAUSE = 'Try a pause';
const REVIEW = 'Finish the retry review';
const ODD = 'odd \n"name" #1 %41 é.txt';

const lines = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');
const RETRY = lines(10, 'old');
/** Together 4 files +120 −8. */
const WORK = [
  { path: 'src/retry.ts', text: lines(2, 'old') + lines(40, 'new') },
  { path: 'src/pause.ts', text: lines(40, 'pause') },
  { path: 'a.txt', text: lines(30, 'a') },
  { path: 'b.txt', text: lines(10, 'b') },
];
const isEnd = ({ run }: FileRow): boolean => run?.event === 'ended';

describe('results of runs in worktrees', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let person: Allowing;
  let claude: FakeAgent;
  let home: string;
  before(async () => {
    const editor = await openEditor();
    home = join(realpathSync(editor.home), '.sf', 'defer');
    rmSync(join(home, 'results'), { recursive: true, force: true });
    writeFileSync(join(editor.home, '.gitconfig'), '[user]\n\tname = Test\n\temail = test@example.invalid\n');
    person = await allowing('nightly');
    // It keeps its conversations: whether one is there is looked up where the home has any of claude's.
    claude = placeFakeAgent(editor.programs, 'claude', { keeps: 'claude' });
    ({ window, workspace } = await useWindow({
      lines: [entryLine(REVIEW, 6000)],
      files: { 'src/retry.ts': RETRY, 'notes.md': 'mine\n' },
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': person.agents, 'defer.autoRun': 'approved' },
    }));
    git('init', '--quiet', '--initial-branch=main');
    git('add', 'src', 'notes.md');
    git('commit', '--quiet', '--message=Begin');
    writeFileSync(join(workspace.folder, 'notes.md'), 'mine, and more\n');
    const slot = new Date(minutesFromNow(30)).toISOString();
    await person.add(workspace, NIGHTLY, 30, 0, { due_at: slot, slot, repeat: { every: 'PT1H', anchor: slot } });
    await window.pressKeyOf('defer.refresh');
    await waitFor('its mark', async () => /runs automatically/.test((await window.tree.row(NIGHTLY)).description));
  });
  after(async () => {
    await moveClock(0);
    rmSync(person.allowed, { recursive: true, force: true });
    rmSync(claude.path);
    rmSync(join(home, '..', '..', '.claude', 'projects', 'here'), { recursive: true, force: true });
  });

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', workspace.folder, ...args], { env: gitEnv(join(home, '..', '..')), encoding: 'utf8' });
  const notes = (): string => readFileSync(join(workspace.folder, 'notes.md'), 'utf8');
  const ran = (): number => workspace.rowsOf(NIGHTLY).filter(isEnd).length;
  const rowsIn = async (group: string): Promise<readonly string[]> =>
    (await window.tree.rows())
      .filter(row => row.group === group && row.level > 1)
      .map(row => `${row.label}: ${row.description}`);
  const noResults = (): Promise<unknown> =>
    waitFor(
      'no results',
      () => rowsIn('Results'),
      rows => rows.length === 0,
    );
  const differences = (): Promise<string> =>
    window.page
      .locator('.multiDiffEditor .file-path, .multiDiffEditor .view-line')
      .allTextContents()
      .then(texts => texts.join('\n').replaceAll('\u00a0', ' '));
  /** What a screen reader says of the first result. */
  const spoken = async (): Promise<string> =>
    (await window.tree.rows()).find(row => row.group === 'Results' && row.level > 1)?.spoken ?? '';
  /** The next time of the repeat comes, and its agent leaves this. */
  async function night(leaves: typeof WORK): Promise<void> {
    const before = ran();
    person.agent.behave({ prints: 'I looked at everything.', leaves });
    await whenDue(workspace, NIGHTLY);
    await waitFor(
      'the end of its run',
      () => Promise.resolve(ran()),
      count => count === before + 1,
    );
    // Its entry stands above the results for a moment, under the same title.
    await waitFor('it to run no more', async () => (await rowsIn('Running')).length === 0);
  }

  test('an approved repeat works beside a dirty checkout, and Review Changes shows what it did', async () => {
    await night(WORK);
    await waitFor(
      'its result',
      () => rowsIn('Results'),
      rows => /^Nightly audit: nightly · 4 files \+120 −8$/.test(rows[0] ?? ''),
    );
    assert.equal(person.agent.calls().at(-1)?.folder.startsWith(join(home, 'worktrees')), true);
    assert.deepEqual(
      [git('status', '--short').trim(), readFileSync(join(workspace.folder, 'src', 'retry.ts'), 'utf8')],
      ['M notes.md\n?? .sf/', RETRY],
    );
    assert.match(await spoken(), /unread$/);
    await window.notifications.press(/^Defer: nightly finished "Nightly audit": 4 files \+120 −8\.$/, 'Review Changes');
    const seen = await waitFor('the differences', differences, text => text.includes('a.txt') && text.includes('a 0'));
    assert.match(seen, /nightly said last/);
    assert.match(seen, /I looked at everything\./);
    await window.screenshot('results-review');
    await waitFor('it to be read', async () => / ago$/.test(await spoken()));
  });

  test('Keep brings the work in, and leaves the dirty file as it was', async () => {
    await window.tree.pressInline(/Nightly audit/, 'Keep Result');
    await window.notifications.next(/^Defer: Kept: merged 1 commit into main\.$/);
    for (const { path, text } of WORK) assert.equal(readFileSync(join(workspace.folder, path), 'utf8'), text);
    assert.deepEqual([git('status', '--short').trim(), notes()], ['M notes.md\n?? .sf/', 'mine, and more\n']);
    await noResults();
    await window.notifications.clear();
  });

  test('Discard asks, names what would be lost, and its command brings the commits back', async () => {
    await night([{ path: 'c.txt', text: 'c\n' }]);
    await waitFor(
      'its result',
      () => rowsIn('Results'),
      rows => rows.length === 1,
    );
    await window.notifications.clear();
    await window.tree.pressInline(/Nightly audit/, 'Discard Result…');
    assert.match(await window.dialog.text(), /Discard this result\?.*Nightly audit.*c\.txt/s);
    await window.screenshot('results-discard');
    await window.dialog.press('Discard');
    await window.notifications.press(/^Defer: Discarded\. It is kept until /, 'Copy Command');
    const command = await waitFor(
      'the command',
      () => window.page.evaluate('navigator.clipboard.readText()'),
      text => /^git branch /.test(String(text)),
    );
    await noResults();
    git(...String(command).split(' ').slice(1));
    assert.equal(git('show', `${String(command).split(' ')[2]}:c.txt`), 'c\n');
    assert.equal(existsSync(join(workspace.folder, 'c.txt')), false);
    assert.equal(notes(), 'mine, and more\n');
    await window.notifications.clear();
  });

  test('a run that changed nothing is no result', async () => {
    await night([]);
    await window.notifications.next(/^Defer: nightly finished "Nightly audit"\.$/);
    await noResults();
    await window.notifications.clear();
  });

  test('a runner that was killed leaves its worktree, and a result that says so', async () => {
    const { length } = person.agent.calls();
    person.agent.behave({ waitsFor: join(workspace.folder, 'never') });
    await whenDue(workspace, NIGHTLY);
    const isCalled = (): Promise<boolean> => Promise.resolve(person.agent.calls().length > length);
    await waitFor('the agent', isCalled);
    const { run } = await workspace.lastRow(NIGHTLY, row => row.run?.event === 'started');
    const text = readFileSync(join(home, 'results', `${run?.['token']}.json`), 'utf8');
    const { worktree } = JSON.parse(text) as ResultRecord;
    put(worktree, { 'half.txt': 'half\n' });
    for (const pid of [Number(run?.['pid']), person.agent.calls().at(-1)?.pid ?? 0]) process.kill(pid, 'SIGKILL');
    await window.notifications.next(/could not see how the run of "Nightly audit" ended/);
    await waitFor(
      'its result',
      () => rowsIn('Results'),
      rows => /1 file \+1 −0 · end not seen/.test(rows[0] ?? ''),
    );
    assert.equal(readFileSync(join(worktree, 'half.txt'), 'utf8'), 'half\n');
    assert.equal(notes(), 'mine, and more\n');
    await window.notifications.clear();
  });

  /** What a run of an entry left in a worktree of its own, and this machine's record of it. */
  async function leave(title: string, name: string, files: Readonly<Record<string, string>>): Promise<ResultRecord> {
    const token = createHash('sha256').update(name).digest('hex').slice(0, 32);
    const own = await worktreeOf(home, workspace.folder, token);
    put(own.worktree, files);
    const changed = Object.keys(files).map(path => ({ path, insertions: 1, deletions: 0 }));
    const record: ResultRecord = {
      ...own,
      ...{ token, key: token, entryId: workspace.rowsOf(title)[0]?.id ?? '', folder: workspace.folder, title },
      ...{ agent: 'claude', prefix: '', occ: 'once', state: 'unread', made: true, files: changed },
      changes: { base: own.base, files: changed.length, insertions: changed.length, deletions: 0, dirty: true },
      startedAt: instant(minutesFromNow(-10)),
      endedAt: instant(minutesFromNow(-2)),
    };
    await writeResult(home, record);
    return record;
  }

  test('unread results of one entry are one row that opens to them; odd names of files are shown as they are', async () => {
    await leave(REVIEW, 'one', { 'src/retry.ts': 'mine alone\n' });
    await leave(REVIEW, 'two', { [ODD]: 'odd\n' });
    await waitFor(
      'one row',
      () => rowsIn('Results'),
      rows => rows.some(row => /^Finish the retry review: 2 results$/.test(row)),
    );
    await window.screenshot('results-folded');
    await window.tree.toggle(/^Finish the retry review$/);
    const open = await waitFor(
      'both',
      () => rowsIn('Results'),
      rows => rows.filter(row => /claude · 1 file/.test(row)).length === 2,
    );
    assert.equal(open.length, 4);
    await window.runCommand('Defer: Review Changes');
    await window.quickPick.choose(/^Finish the retry review$/);
    await waitFor(
      'the differences',
      differences,
      text => /odd "name" #1 %41 é\.txt/.test(text) || text.includes('mine alone'),
    );
  });

  test('Keep that a change of the person’s own stands in the way of says so, and offers a branch', async () => {
    await leave('noise', 'in the way', { 'notes.md': 'by an agent\n' });
    await waitFor('its row', async () => (await window.tree.labelsIn('Results')).includes('noise'));
    await window.tree.pressInline(/^noise$/, 'Keep Result');
    await window.notifications.press(/notes\.md/, 'Keep as Branch…');
    await window.quickPick.waitUntilOpen();
    await window.quickPick.type('by-an-agent');
    await window.quickPick.accept();
    await window.notifications.next(/^Defer: Kept as the branch by-an-agent, 1 commit\.$/);
    assert.deepEqual([git('show', 'by-an-agent:notes.md'), notes()], ['by an agent\n', 'mine, and more\n']);
    await window.notifications.clear();
  });

  test('Go On continues the conversation in the same worktree, whose later result holds the work of both', async () => {
    claude.behave({ keeps: 'claude', prints: 'I began.', leaves: { path: 'begun.txt', text: 'begun\n' } });
    workspace.append(
      entryLine(PAUSE, 7000, { kind: 'prompt', payload: { prompt: 'Go.', agent: 'claude', in: 'worktree' } }),
    );
    await window.tree.row(PAUSE);
    await window.tree.pressInline(PAUSE, 'Run');
    await window.dialog.text();
    await window.dialog.press('Run Now');
    await window.notifications.next(/^Defer: claude finished "Try a pause": 1 file \+1 −0\.$/);
    await window.notifications.clear();
    await window.tree.chooseFromMenu(/^Try a pause$/, 'Go On with Result…');
    await waitFor('the box', async () => /Go On/.test(await window.quickPick.title()));
    await window.quickPick.type('end it in 200h');
    await window.quickPick.accept();
    const { payload } = await workspace.lastRow('end it', () => true);
    const first = claude.calls().at(-1);
    assert.deepEqual(
      [payload?.['agent'], payload?.['mode'], payload?.['in'], payload?.['prompt']],
      ['claude', 'callback', 'worktree', 'end it'],
    );
    claude.behave({ keeps: 'claude', leaves: { path: 'ended.txt', text: 'ended\n' } });
    await window.tree.pressInline('end it', 'Run');
    await window.dialog.text();
    await window.dialog.press('Run Now');
    await window.notifications.next(/^Defer: claude finished "end it": 2 files \+2 −0\.$/);
    const second = claude.calls().at(-1);
    assert.equal(second?.folder, first?.folder);
    assert.equal(second?.arguments[0], '--resume');
    assert.equal(second?.arguments[1], first?.arguments[1]);
    await waitFor(
      'one row of both',
      () => rowsIn('Results'),
      rows => rows.some(row => row.startsWith('end it: ')) && !rows.some(row => row.startsWith(PAUSE)),
    );
    await window.notifications.clear();
  });
});
