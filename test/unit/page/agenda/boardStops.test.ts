import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestStop, placeOf, stopFrom, type Direction } from '../../../../src/page/agenda/boardStops.ts';

const STOPS = [['a1', 'a2'], [], ['c1', 'c2', 'c3'], ['d1'], []];

const from = (stop: string, direction: Direction): string | undefined => {
  const place = placeOf(STOPS, stop);
  assert.ok(place);
  return stopFrom(STOPS, place, direction);
};

test('up and down go through a lane, and on to the next one that has something', () => {
  assert.deepEqual(
    ['a1', 'a2', 'c3', 'd1'].map(stop => from(stop, 'down')),
    ['a2', 'c1', 'd1', undefined],
  );
  assert.deepEqual(
    ['a1', 'a2', 'c1', 'd1'].map(stop => from(stop, 'up')),
    [undefined, 'a1', 'a2', 'c3'],
  );
});

test('back and on go to the lane beside, to the same line or the last', () => {
  assert.deepEqual(
    ['a2', 'c3', 'd1'].map(stop => from(stop, 'on')),
    ['c2', 'd1', undefined],
  );
  assert.deepEqual(
    ['c3', 'c1', 'a1'].map(stop => from(stop, 'back')),
    ['a2', 'a1', undefined],
  );
  assert.deepEqual([from('c2', 'first'), from('c2', 'last')], ['c1', 'c3']);
});

test('what is gone is followed by what stands in its place, else by the nearest', () => {
  assert.equal(placeOf(STOPS, 'gone'), undefined);
  assert.equal(placeOf(STOPS, undefined), undefined);
  assert.equal(nearestStop(STOPS, { lane: 2, line: 1 }), 'c2');
  assert.equal(nearestStop(STOPS, { lane: 2, line: 9 }), 'c3');
  assert.equal(nearestStop(STOPS, { lane: 4, line: 3 }), 'd1');
  assert.equal(nearestStop([[], []], { lane: 0, line: 0 }), undefined);
});
