import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LONGEST_LINE, MessageLines } from '../../../src/mcp/messageLines.ts';

describe('the lines that a client writes', () => {
  it('are found however the pieces fall, with every letter whole', () => {
    const bytes = Buffer.from('one\n\nzwölf 🙂\r\nlast');
    for (const size of [1, 2, 3, 5, bytes.length]) {
      const lines = new MessageLines();
      const found: (string | undefined)[] = [];
      for (let start = 0; start < bytes.length; start += size) {
        found.push(...lines.feed(bytes.subarray(start, start + size)));
      }
      assert.deepEqual([...found, lines.finish()], ['one', '', 'zwölf 🙂\r', 'last']);
      assert.equal(lines.finish(), '');
    }
  });

  it('may be 10 MiB long, and one that is longer is left out alone', () => {
    const lines = new MessageLines();
    const most = Buffer.alloc(LONGEST_LINE, 'x');
    const found = [most, Buffer.from('\n'), most, Buffer.from('xx'), Buffer.from('\nshort\n')].flatMap(piece =>
      lines.feed(piece),
    );
    assert.deepEqual(
      found.map(line => line?.length),
      [LONGEST_LINE, undefined, 5],
    );
  });
});
