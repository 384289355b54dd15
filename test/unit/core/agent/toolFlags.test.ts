import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holdsFlags, TOOLS } from '../../../support/toolFlags.ts';

// The tools themselves are asked in the campaign (test/campaign/realTools.test.ts), which also holds this copy of their
// help against them.
describe('the help of the real tools, as it is kept', () => {
  it('is there for all that Defer has profiles for', () => {
    assert.deepEqual(
      TOOLS.map(({ name }) => name),
      ['claude', 'codex', 'copilot', 'gemini', 'opencode'],
    );
  });

  for (const tool of TOOLS) {
    it(`names every flag and command that the profile of ${tool.name} uses`, () => holdsFlags(tool));
  }
});
