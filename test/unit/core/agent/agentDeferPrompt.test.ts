import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentDeferPrompt } from '../../../../src/core/agent/agentDeferPrompt.ts';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';

async function promptOf(row: Readonly<Record<string, unknown>>): Promise<string> {
  const log = new MemoryLog(JSON.stringify(row));
  const state = (await new Ledger({ scope: 'project', folder: '/work' }, log, 'abc123', endLinked).look()).get(
    String(row['id']),
  );
  assert.ok(state);
  return agentDeferPrompt(toEntry(state));
}

test('a record of agent-defer gives the file that agent-defer writes, to the byte', async () => {
  const record = {
    id: 'task_20260101_090000_4711',
    run_at: '2026-01-01T09:00:00Z',
    type: 'deferred_task',
    intent: 'resume_task',
    context: {
      summary: 'Half way through the retries',
      key_points: ['Delays are flat', 'Two tests fail'],
      artifacts: ['docs/notes.md'],
      constraints: [],
    },
    execution: { mode: 'callback', prompt_template: 'Go on with the retries.', aura_level: 'low' },
    status: 'scheduled',
  };
  assert.equal(
    await promptOf({ ...record, payload: { mode: 'callback' } }),
    `You are resuming a deferred task.

Task ID: task_20260101_090000_4711
Intent: resume_task
Mode: callback

Summary:
Half way through the retries

Key Points:
- Delays are flat
- Two tests fail

Artifacts:
- docs/notes.md

Constraints:
- (none)

Task:
Go on with the retries.
`,
  );
});

test('an entry of our own is laid out alike', async () => {
  const payload = {
    message: 'Review',
    prompt: 'Look at it again.\nThen stop.',
    summary: 'Open questions',
    constraints: ['No new package'],
  };
  assert.equal(
    await promptOf({ id: 'x', due_at: '2026-01-01T09:00:00Z', kind: 'prompt', intent: 'notify', payload }),
    'You are resuming a deferred task.\n\nTask ID: x\nIntent: notify\nMode: fresh\n\nSummary:\nOpen questions\n\n' +
      'Key Points:\n- (none)\n\nArtifacts:\n- (none)\n\nConstraints:\n- No new package\n\n' +
      'Task:\nLook at it again.\nThen stop.\n',
  );
});
