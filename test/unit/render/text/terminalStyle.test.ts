import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf, cutTo, padTo, type TerminalStyle } from '../../../../src/render/text/terminalStyle.ts';
import { createWorld } from '../../../support/world.ts';

test('wide and combining characters take the columns they take', () => {
  assert.deepEqual(['abc', '日本', 'e\u0301', '🦊', ''].map(columnsOf), [3, 4, 1, 2, 0]);
  assert.equal(padTo('日本', 6), '日本  ');
  assert.deepEqual([cutTo('Resume', 6), cutTo('Resume it', 7), cutTo('日本語だ', 5)], ['Resume', 'Resume…', '日本…']);
});

const listOn = async (style: TerminalStyle): Promise<readonly string[]> => {
  const world = createWorld();
  await world.add('Resume the review of the architecture of the billing system', '30m', '--agent', 'claude');
  await world.add('日本語の文書を読む', '1h');
  world.clock.push(2_700_000);
  const { list } = await import('../../../../src/verbs/acts/list.ts');
  const reply = await list.run({ ...world.host, style }, {});
  assert.ok(reply.ok);
  return reply.say.split('\n');
};

test('a list fits the window: titles are cut first, and columns stay under each other', async () => {
  for (const width of [60, 80, 100, 200]) {
    const lines = await listOn({ width, paint: (_ink, text) => text });
    for (const line of lines) {
      assert.ok(columnsOf(line) <= width, `${columnsOf(line)} > ${width}: ${line}`);
    }
    const [, late = '', , ahead = ''] = lines;
    const start = (line: string, what: RegExp): number => columnsOf(line.slice(0, what.exec(line)?.index));
    if (width > 80) {
      assert.equal(start(late, /15 min late/), start(ahead, /Mon 23 Nov/), lines.join('\n'));
    }
  }
});

test('colours stand around the columns and change nothing else', async () => {
  const plain = await listOn({ paint: (_ink, text) => text });
  const inked = await listOn({ paint: (ink, text) => `<${ink}>${text}</>` });
  assert.deepEqual(
    inked.map(line => line.replace(/<[^>]*>/g, '').trimEnd()),
    plain,
  );
  assert.equal(inked[0], '<late>Overdue</>');
  assert.match(inked[1] ?? '', /<late>15 min late · claude<\/>$/);
});
