import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolAnswer } from '../../../../src/render/text/answer.ts';

test('every text is cleaned, names too, and what is not there is left out', () => {
  const value = {
    title: '\u001B[31mred\u202E',
    'a\u0007b': ['\u200Bx'],
    due_at: null,
    late_ms: 0,
    deep: { text: 'y\u0000' },
  };
  assert.deepEqual(toolAnswer(value), { title: 'red', ab: ['x'], late_ms: 0, deep: { text: 'y' } });
});

test('a list becomes items; long ones are cut, and what is left out is counted', () => {
  const many = Array.from({ length: 130 }, (_, id) => ({ id, tags: Array<string>(150).fill('t') }));
  const { items, more } = toolAnswer(many) as { items: { tags: unknown[] }[]; more: number };
  assert.deepEqual([items.length, more, items[0]?.tags.length], [100, 30, 150]);
  const both = toolAnswer({ due: many, upcoming: many }) as { due: unknown[]; upcoming: unknown[]; more: number };
  assert.deepEqual([both.due.length, both.upcoming.length, both.more], [100, 100, 60]);
  assert.deepEqual(toolAnswer([]), { items: [] });
  assert.deepEqual(toolAnswer('x'), { value: 'x' });
});
