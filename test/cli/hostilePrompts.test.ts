import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deliver, TOOLS } from '../support/delivery.ts';
import { hostilePrompts } from '../support/hostilePlaces.ts';

describe('hostile prompts', { concurrency: 2 }, () => {
  const prompts = hostilePrompts(40);

  it('are 40, each another', () => assert.equal(new Set(prompts).size, 40));

  // Each goes to every third tool, half of them where nobody watches; the campaign sends 200 to each tool in both ways.
  for (const [turn, tool] of TOOLS.entries()) {
    it(`arrive byte for byte at ${tool}, and nothing else runs`, async () => {
      await deliver(
        tool,
        prompts
          .filter((_, index) => index % 3 === turn % 3)
          .map((prompt, index) => ({ prompt, unattended: (index + turn) % 2 === 0 })),
      );
    });
  }
});
