import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, MINUTE } from '../../../../src/core/basics/time.ts';
import {
  resultPage,
  resultRowText,
  resultTip,
  resultTitle,
  unreadText,
  type ShownResult,
} from '../../../../src/render/results/resultWords.ts';

const now = instant(Date.UTC(2026, 10, 28, 23));
const result: ShownResult = {
  ...{ title: 'Finish the retry review', agent: 'claude', branch: 'defer/finish-3f2a91', checkout: '/repo/main' },
  ...{ worktree: '/home/me/.sf/defer/worktrees/1/2', files: [{ path: 'src/retry.ts', insertions: 12, deletions: 8 }] },
  changes: { commits: 2, files: 4, insertions: 120, deletions: 8 },
  startedAt: instant(now - 30 * MINUTE),
  endedAt: instant(now - 12 * MINUTE),
  said: 'I raised the number of tries.\n',
};

test('a row says who, how much and when', () => {
  assert.equal(resultRowText(result, now), 'claude · 4 files +120 −8 · 12 min ago');
  const { endedAt: _, changes: __, ...killed } = result;
  assert.equal(resultRowText(killed, now), 'claude · changes not counted · end not seen · 30 min ago');
  assert.equal(resultRowText({ ...result, changes: { commits: 1, files: 0 } }, now), 'claude · 1 commit · 12 min ago');
});

test('what stands before the differences is what the agent said last', () => {
  assert.equal(
    resultPage(result, now, 'UTC'),
    [
      'Finish the retry review',
      '',
      'claude · 2 commits, 4 files +120 −8 · Sat 28 Nov, 22:48 UTC (12 min ago)',
      '',
      'claude said last:',
      '',
      'I raised the number of tries.',
      '',
    ].join('\n'),
  );
  assert.match(resultPage({ ...result, said: '  \n' }, now, 'UTC'), /What claude said was not kept\.\n$/);
});

test('texts of agents and files are cleaned wherever they are shown', () => {
  const evil = '\u001b[31mred\u202e';
  const shown: ShownResult = {
    ...result,
    ...{ title: evil, agent: evil, branch: evil, said: evil, files: [{ path: `a\n${evil}` }] },
  };
  for (const text of [
    resultTitle(shown),
    resultRowText(shown, now),
    resultTip(shown, now, 'UTC'),
    resultPage(shown, now, 'UTC'),
  ]) {
    assert.ok(!text.includes('\u001b') && !text.includes('\u202e'), text);
    assert.match(text, /red/);
  }
});

test('a tooltip names some files and counts the rest; the badge counts what is unread', () => {
  const files = Array.from({ length: 20 }, (_, index) => ({ path: `file ${index}`, insertions: 1, deletions: 0 }));
  const tip = resultTip({ ...result, files }, now, 'UTC');
  assert.match(tip, /file 11\n… and 8 more$/);
  assert.deepEqual([unreadText(0), unreadText(1), unreadText(3)], ['', '1 unread result', '3 unread results']);
});
