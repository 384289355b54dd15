import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { toRuns, type RunEvent } from '../../../../src/core/rows/runEvents.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { endLine, runEndText } from '../../../../src/render/view/runEndText.ts';
import { createWorld } from '../../../support/world.ts';

/** What is said of an entry with this title once its run has ended like this. */
async function said(title: string, end: Partial<RunEvent>): Promise<string | undefined> {
  const world = createWorld();
  const id = await world.add(title, '1h', '--agent', 'claude');
  const state = (await world.project.ledger.look()).get(id);
  assert.ok(state);
  const event: RunEvent = { occ: 'once', gen: 0, token: 'a', at: instant(0), event: 'ended', ...end };
  const [run] = toRuns([{ ...event, event: 'started' }, event], () => false);
  assert.ok(run);
  return runEndText(run, toEntry(state));
}

test('the end of a run names the entry, and says what changed', async () => {
  const changes = { commits: 1, files: 4, insertions: 120, deletions: 8 };
  for (const [end, text] of [
    [{ exit_code: 0 }, 'claude finished "Look again".'],
    [{ exit_code: 0, changes }, 'claude finished "Look again": 1 commit, 4 files +120 −8.'],
    [{ exit_code: 0, agent: 'command' }, 'The command finished "Look again".'],
    [{ exit_code: 3 }, 'claude failed at "Look again" with exit code 3.'],
    [
      { exit_code: 143, over_minutes: 20, changes },
      'claude was ended at "Look again", over its 20 minutes: 1 commit, 4 files +120 −8.',
    ],
    [{ exit_code: 0, limit: 'untold', asks: true }, 'A usage limit stopped claude at "Look again". It waits for you.'],
    [{}, 'Defer could not see how the run of "Look again" ended.'],
    [{ exit_code: 130, stopped: true }, undefined],
    [{ exit_code: 129 }, undefined],
  ] as const) {
    assert.equal(await said('Look again', end), text);
  }
});

test('a title is cleaned and cut', async () => {
  const text = await said(`Look \u202eagain\u001b[31m ${'x'.repeat(200)}`, { exit_code: 0 });
  assert.match(text ?? '', /^claude finished "Look again x+…"\.$/);
});

test('the last line of a run in its terminal says how its agent ended', () => {
  for (const [agent, words, line] of [
    ['claude', 'exit code 3', 'claude ended with exit code 3.'],
    [
      'claude',
      'exit code 127: the program was not found',
      'claude ended with exit code 127: the program was not found.',
    ],
    ['command', 'ended by SIGKILL', 'The command was ended by SIGKILL.'],
    ['claude\u001b[31m', 'stopped', 'claude was stopped.'],
  ] as const) {
    assert.equal(endLine(agent, words), line);
  }
});
