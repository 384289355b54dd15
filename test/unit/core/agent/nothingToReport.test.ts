import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSilent, NOTHING_TO_REPORT, saysNothing } from '../../../../src/core/agent/nothingToReport.ts';
import { toRuns, type RunEvent } from '../../../../src/core/rows/runEvents.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { holds } from '../../../support/property.ts';

const COMMIT = 'a'.repeat(40);
const CLEAN = { base: COMMIT, head: COMMIT, commits: 0, files: 0, insertions: 0, deletions: 0, dirty: false };

/** Whether nobody is told of a run that ended so. */
function silent(end: Partial<RunEvent>): boolean {
  const event: RunEvent = { occ: 'once', gen: 0, token: 'a', at: instant(0), event: 'ended', ...end };
  const [run] = toRuns([{ ...event, event: 'started' }, event], () => false);
  assert.ok(run);
  return isSilent(run);
}

test('the line is known at the end, in whatever Markdown', () => {
  for (const text of [
    NOTHING_TO_REPORT,
    `All is well.\n\n${NOTHING_TO_REPORT}\n\n  \n`,
    `All is well.\r\n**${NOTHING_TO_REPORT}**\r\n`,
    `> ${NOTHING_TO_REPORT}`,
    `- \`${NOTHING_TO_REPORT}\``,
    `\`\`\`\n${NOTHING_TO_REPORT}\n\`\`\`\n`,
    `### _${NOTHING_TO_REPORT}_  `,
  ]) {
    assert.ok(saysNothing(text), JSON.stringify(text));
  }
});

test('anything else is no such line', () => {
  for (const text of [
    '',
    'All is well.',
    `${NOTHING_TO_REPORT}.`,
    `I would say ${NOTHING_TO_REPORT}`,
    `${NOTHING_TO_REPORT}\nBut the build is red.`,
    `"${NOTHING_TO_REPORT}"`,
    'Defer: nothing to report',
    'defer: nothing  to report',
    `${NOTHING_TO_REPORT} today`,
    `defer: nothing to\nreport`,
  ]) {
    assert.ok(!saysNothing(text), JSON.stringify(text));
  }
});

test('a clean run that says so is silent, and no other', () => {
  const said = { exit_code: 0, nothing_to_report: true, changes: CLEAN } as const;
  assert.ok(silent(said));
  for (const [why, end] of [
    ['it did not say so', { exit_code: 0, changes: CLEAN }],
    ['it failed', { ...said, exit_code: 1 }],
    ['it was interrupted', { ...said, exit_code: 130 }],
    ['its end was lost', { nothing_to_report: true, changes: CLEAN }],
    ['a limit stopped it', { ...said, limit: 'untold' }],
    ['nobody knows what it changed', { exit_code: 0, nothing_to_report: true }],
    ['nobody knows which files it changed', { ...said, changes: { base: COMMIT, head: COMMIT, commits: 0 } }],
    ['it changed a file', { ...said, changes: { ...CLEAN, files: 1 } }],
    ['it made a commit', { ...said, changes: { ...CLEAN, commits: 1 } }],
    ['it checked out another commit', { ...said, changes: { ...CLEAN, head: 'b'.repeat(40) } }],
    ['there is a commit, and was none', { ...said, changes: { files: 0, head: COMMIT } }],
  ] satisfies readonly (readonly [string, Partial<RunEvent>])[]) {
    assert.ok(!silent(end), why);
  }
});

test('no words of an agent silence a run that is not clean', t => {
  const parts = fc.array(
    fc.oneof(fc.constantFrom(NOTHING_TO_REPORT, '**', '\n', '```', '{"outcome":"ok"}', '\u0000'), fc.string()),
  );
  // One half ends in the line, so that it is said often enough.
  const words = fc
    .tuple(parts, fc.boolean())
    .map(([before, isSaid]) => (isSaid ? [...before, '\n', NOTHING_TO_REPORT] : before));
  const end = fc.record({
    code: fc.constantFrom(0, 1, 2, 126, 127, 129, 130, 137, 143),
    files: fc.integer({ min: 0, max: 2 }),
    commits: fc.integer({ min: 0, max: 2 }),
    isKnown: fc.boolean(),
  });
  let count = 0;
  holds(
    t,
    fc.property(words, end, (said, { code, files, commits, isKnown }) => {
      const isSaid = saysNothing(said.join(''));
      const changes = { ...CLEAN, files, commits };
      const isClean = code === 0 && isKnown && files === 0 && commits === 0;
      const event = {
        exit_code: code,
        ...(isSaid && { nothing_to_report: true as const }),
        ...(isKnown && { changes }),
      };
      assert.equal(silent(event), isClean && isSaid);
      count += Number(isSaid);
    }),
  );
  assert.ok(count > 100, 'it was said often enough');
});
