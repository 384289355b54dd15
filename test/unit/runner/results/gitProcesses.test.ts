import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { changesInWorktree } from '../../../../src/runner/results/changesInWorktree.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { put, runWith, TOKEN, type RunPlace } from '../../../support/results.ts';

/** A run that committed once. If `isDirty`, it also left a file uncommitted. */
async function workedIn(isDirty: boolean): Promise<RunPlace> {
  const place = await runWith({ 'a.txt': 'one\n', 'b.txt': 'b\n' });
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  put(place.worktree, isDirty ? { 'new.txt': 'new\n' } : {});
  return place;
}

/** The arguments of all git processes that `act` starts. Git writes a trace file for each. */
async function askedBy(act: () => Promise<object>): Promise<readonly string[]> {
  const folder = await emptyFolder();
  process.env['GIT_TRACE2_EVENT'] = folder;
  try {
    const answer = await act();
    assert.ok(!isRefusal(answer), JSON.stringify(answer));
  } finally {
    delete process.env['GIT_TRACE2_EVENT'];
  }
  return readdirSync(folder).map(name => {
    const [, argv = ''] = /"argv":\[(.*?)\]/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    return argv
      .replaceAll('"', '')
      .replaceAll(',', ' ')
      .replace(/^.* -C \S+ /, '');
  });
}

const keep = (place: RunPlace): Promise<object> => place.desk.keep(TOKEN);
const keepAsBranch = (place: RunPlace): Promise<object> => place.desk.keep(TOKEN, { asBranch: 'later' });
const discard = (place: RunPlace): Promise<object> => place.desk.discard(TOKEN);
const look = (place: RunPlace): Promise<object> => changesInWorktree(place.record);

// A person waits some hundredths of a second for each process, and longer on Windows. Give a reason when you raise a
// figure.
for (const [what, act, clean, dirty] of [
  ['Keep', keep, 20, 25],
  ['Keep as Branch', keepAsBranch, 20, 25],
  ['Discard', discard, 17, 19],
  ['a look at the changes', look, 6, 8],
] as const) {
  test(`${what} starts few git processes`, async () => {
    for (const [isDirty, most] of [
      [false, clean],
      [true, dirty],
    ] as const) {
      const place = await workedIn(isDirty);
      const asked = await askedBy(() => act(place));
      assert.ok(asked.length > 0 && asked.length <= most, `${asked.length} of ${most}:\n${asked.join('\n')}`);
    }
  });
}
