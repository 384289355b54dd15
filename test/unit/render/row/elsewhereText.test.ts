import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { elsewhereText, othersOf } from '../../../../src/render/row/elsewhereText.ts';
import { createWorld } from '../../../support/world.ts';

const CASES: readonly (readonly [fields: Readonly<Record<string, unknown>>, text: string | undefined])[] = [
  [{}, undefined],
  [
    { imported: { from: 'duragent', file: 'schedules/one.yaml' } },
    'duragent, if it is still on there (imported from schedules/one.yaml)',
  ],
  [{ imported: { from: 'duragent' } }, 'duragent, if it is still on there'],
  [{ imported: { from: 'duragent', file: 7 } }, 'duragent, if it is still on there'],
  [{ exported: { to: 'agent-defer', file: 'a.jsonl' } }, 'agent-defer, if it is still on there (exported to a.jsonl)'],
  [{ exported: { to: 'vscode' } }, "VS Code's own Automations, if it was imported there and turned on"],
  [
    { exported: { to: 'vscode', file: 'a.automation.md' } },
    "VS Code's own Automations, if a.automation.md was imported there and turned on",
  ],
  [{ imported: { from: 'a stranger' } }, undefined],
];

test('another scheduler is named with the file of the import or export, as far as that is known', async () => {
  const rows = CASES.map(([fields], index) => ({ id: `e${index}`, kind: 'prompt', status: 'pending', ...fields }));
  const world = createWorld({ text: rows.map(row => `${JSON.stringify(row)}\n`).join('') });
  const schedule = await world.project.ledger.look();
  for (const [index, [fields, text]] of CASES.entries()) {
    const state = schedule.get(`e${index}`);
    assert.ok(state);
    assert.equal(elsewhereText(othersOf({ entry: toEntry(state) })), text, JSON.stringify(fields));
  }
});
