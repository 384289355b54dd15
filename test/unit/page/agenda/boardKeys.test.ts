import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyMeaning } from '../../../../src/page/agenda/boardKeys.ts';

const NONE = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
const press = (key: string, more: Partial<typeof NONE> = {}, isRightToLeft = false): unknown =>
  keyMeaning({ ...NONE, key, ...more }, isRightToLeft);

test('keys mean what they mean in the tree, and arrows go', () => {
  assert.deepEqual(press('s'), { act: 'snooze', needs: 'entry' });
  assert.deepEqual(press('Enter', { ctrlKey: true }), { act: 'run', needs: 'entry' });
  assert.deepEqual(press('z', { metaKey: true }), { act: 'undo', needs: 'page' });
  assert.deepEqual(press('ArrowLeft'), { go: 'back' });
  assert.deepEqual(press('ArrowLeft', { altKey: true }), { act: 'earlier', needs: 'entry' });
  assert.deepEqual(press('PageDown'), { act: 'next', needs: 'page' });
});

test('where one reads from right to left, the next day stands to the left', () => {
  assert.deepEqual(press('ArrowLeft', {}, true), { go: 'on' });
  assert.deepEqual(press('ArrowRight', { altKey: true }, true), { act: 'earlier', needs: 'entry' });
});

test('all else is left to the editor', () => {
  for (const more of [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }]) {
    assert.equal(press('s', more), undefined);
  }
  assert.equal(press('Enter'), undefined);
  assert.equal(press('constructor'), undefined);
  assert.equal(press('ArrowRight', { altKey: true, ctrlKey: true }), undefined);
});
