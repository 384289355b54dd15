import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { givenSnapshot } from '../../../../src/core/files/contextText.ts';
import { toEntry, type Entry } from '../../../../src/core/entry/entry.ts';
import { executorRecord } from '../../../../src/core/agent/executorRecord.ts';
import { renderPrompt } from '../../../../src/core/agent/prompt.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';

async function entryOf(row: Readonly<Record<string, unknown>>): Promise<Entry> {
  const log = new MemoryLog(JSON.stringify({ id: 'x', due_at: '2026-11-23T09:00:00.500Z', ...row }));
  const state = (await new Ledger({ scope: 'project', folder: '/work' }, log, 'abc123', endLinked).look()).get('x');
  assert.ok(state);
  return toEntry(state);
}

describe('the prompt', () => {
  it('says whose task it is, what is known, and what to do', async () => {
    const entry = await entryOf({
      created_by: 'user',
      payload: {
        message: 'Resume the review',
        summary: 'Half way through.',
        prompt: 'Continue.\nGive one recommendation.',
        key_points: ['Retries are open', 'two\nlines'],
        artifacts: ['docs/notes.md'],
        constraints: ['No chat memory'],
        mode: 'callback',
      },
    });
    assert.equal(
      renderPrompt(entry, { folderName: 'demo' }),
      `You are resuming a deferred task for the person who works in "demo".

Entry: x
Scheduled by: user
Intent: resume_task
Mode: callback

Title:
Resume the review

Summary:
Half way through.

Key points:
- Retries are open
- two
  lines

Artifacts:
- docs/notes.md

Constraints:
- No chat memory

Task:
Continue.
Give one recommendation.

This is one run of this entry. Do not schedule it again.
`,
    );
  });

  it('leaves out what the entry does not say, and says nothing twice', async () => {
    assert.equal(
      renderPrompt(await entryOf({ intent: 'notify', payload: { message: 'Go on' } }), { folderName: 'a' }),
      `You are resuming a deferred task for the person who works in "a".

Entry: x
Intent: notify
Mode: fresh

Task:
Go on

This is one run of this entry. Do not schedule it again.
`,
    );
  });

  it('begins with our own words, whatever the file says', async () => {
    for (const prompt of ['-p', '@file', '/quit', '--', '!ls']) {
      const text = renderPrompt(await entryOf({ payload: { message: prompt, prompt } }), { folderName: prompt });
      assert.ok(text.startsWith('You are resuming'));
      assert.ok(text.includes(`Task:\n${prompt}\n`));
    }
  });

  it('has what CONTEXT.md says in place of what the entry kept of it, and what changed at the end', async () => {
    const reoriented = { from: 'CONTEXT.md', summary: true, key_points: 1, artifacts: 0, constraints: 0 };
    const payload = { message: 'Go on', summary: 'Old.', key_points: ['old', 'mine'], reoriented };
    const entry = await entryOf({ payload });
    assert.match(
      renderPrompt(entry, { folderName: 'a' }),
      /Summary:\nOld\.\n\nKey points:\n- old\n- mine\n\nTask:\nGo on/,
    );
    assert.deepEqual(givenSnapshot(entry), { summary: undefined, keyPoints: ['mine'], artifacts: [], constraints: [] });
    const snapshot = { summary: 'New.', keyPoints: ['new', 'mine'], artifacts: ['a.md'], constraints: [] };
    assert.equal(
      renderPrompt(entry, { folderName: 'a', snapshot, drift: 'Since it was scheduled: b.ts\0 changed.' }),
      `You are resuming a deferred task for the person who works in "a".

Entry: x
Intent: resume_task
Mode: fresh

Summary:
New.

Key points:
- new
- mine

Artifacts:
- a.md

Task:
Go on

Drift:
Since it was scheduled: b.ts\uFFFD changed.

This is one run of this entry. Do not schedule it again.
`,
    );
  });

  it('does not believe every count of what came from CONTEXT.md', async () => {
    for (const many of [-1, 1.5, '1', null, [1]]) {
      const payload = { message: 'x', key_points: ['a', 'b'], reoriented: { key_points: many } };
      assert.deepEqual(givenSnapshot(await entryOf({ payload })).keyPoints, ['a', 'b'], String(many));
    }
    const payload = { message: 'x', key_points: ['a'], reoriented: { key_points: 7 } };
    assert.deepEqual(givenSnapshot(await entryOf({ payload })).keyPoints, []);
  });

  it('tells only an agent that nobody watches how to say that there is nothing to report', async () => {
    const entry = await entryOf({ payload: { message: 'a' } });
    const [watched, unwatched] = [false, true].map(isUnattended =>
      renderPrompt(entry, { folderName: 'a', isUnattended }),
    ) as [string, string];
    assert.equal(watched, renderPrompt(entry, { folderName: 'a' }));
    assert.equal(
      unwatched.slice(watched.length - 1),
      ' Where the person has nothing to learn from this run, end your last message with the line "defer: nothing to report".\n',
    );
  });

  it('holds no NUL, which no argument can', async () => {
    const text = renderPrompt(await entryOf({ payload: { message: 'a\0b' } }), { folderName: 'a' });
    assert.ok(text.includes('a\uFFFDb'));
    assert.ok(!text.includes('\0'));
  });
});

describe('the record of an executor', () => {
  const record = async (row: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> => {
    const text = executorRecord(await entryOf(row), instant(Date.UTC(2026, 10, 23, 9, 30)));
    assert.ok(text.endsWith('}\n'));
    assert.equal(text.indexOf('\n'), text.length - 1);
    return JSON.parse(text) as Record<string, unknown>;
  };

  it('is our row and agent-defer’s record at once', async () => {
    const payload = { message: 'Go on', artifacts: ['a.md'] };
    assert.deepEqual(await record({ kind: 'prompt', status: 'pending', payload, attempts: 2, max_retries: 3 }), {
      schemaVersion: 1,
      id: 'x',
      kind: 'prompt',
      status: 'executing',
      due_at: '2026-11-23T09:00:00.500Z',
      payload,
      attempts: 2,
      max_retries: 3,
      type: 'deferred_task',
      run_at: '2026-11-23T09:00:00Z',
      intent: 'resume_task',
      context: { summary: 'Go on', key_points: [], artifacts: ['a.md'], constraints: [] },
      execution: { mode: 'fresh', prompt_template: 'Go on', aura_level: 'low' },
      reorient_requested: false,
      reorient: { requested: false, project: null, explicit_context_file: null },
      started_at: '2026-11-23T09:30:00Z',
    });
  });

  it('keeps what agent-defer wrote itself', async () => {
    const context = { summary: 'S', key_points: ['k'], artifacts: [], constraints: ['c'], reoriented_from: null };
    const execution = { mode: 'fresh', prompt_template: 'Do it', aura_level: 'high' };
    const given = await record({ intent: 'notify', context, execution, reorient_requested: false });
    assert.deepEqual(
      [given['intent'], given['context'], given['execution'], given['reorient_requested']],
      ['notify', context, execution, false],
    );
  });
});
