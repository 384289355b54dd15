import { describe, it } from 'node:test';
import { deliver, TOOLS } from '../support/delivery.ts';
import { hostilePrompts } from '../support/hostilePlaces.ts';

describe('2,000 hostile prompts', { timeout: 900_000, concurrency: 2 }, () => {
  for (const unattended of [false, true]) {
    for (const tool of TOOLS) {
      it(`arrive byte for byte at ${tool}${unattended ? ' where nobody watches' : ''}, and nothing else runs`, async () => {
        await deliver(
          tool,
          hostilePrompts(200).map(prompt => ({ prompt, unattended })),
        );
      });
    }
  }
});
