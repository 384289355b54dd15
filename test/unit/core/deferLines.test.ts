import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferLines, splitDeferLine } from '../../../src/core/deferLines.ts';

test('lines that say ::defer are found wherever a line begins, with their numbers', () => {
  const text = [
    'I am done for now.',
    '::defer 30m Check the build',
    '- ::defer tomorrow 9am Look at the logs  ',
    '> ::defer 2h Ask again\r',
    'Write ::defer 30m into a line of its own',
    '::deferred 30m no',
    '::defer',
    '::defer   ',
  ].join('\n');
  assert.deepEqual(deferLines(text), [
    { line: 2, text: '30m Check the build' },
    { line: 3, text: 'tomorrow 9am Look at the logs' },
    { line: 4, text: '2h Ask again' },
  ]);
});

test('the longest beginning that is a time counts, and something is left after it', async () => {
  const times = new Set(['30m', 'tomorrow', 'tomorrow 9am', 'every weekday at 9']);
  const isTime = async (text: string): Promise<boolean> => times.has(text);
  assert.deepEqual(await splitDeferLine('tomorrow 9am Look', isTime), { when: 'tomorrow 9am', message: 'Look' });
  assert.deepEqual(await splitDeferLine('30m: Look  twice', isTime), { when: '30m', message: 'Look  twice' });
  assert.deepEqual(await splitDeferLine('every weekday at 9 Sweep the issues', isTime), {
    when: 'every weekday at 9',
    message: 'Sweep the issues',
  });
  assert.equal(await splitDeferLine('tomorrow 9am', isTime).then(found => found?.message), '9am');
  assert.equal(await splitDeferLine('30m', isTime), undefined);
  assert.equal(await splitDeferLine('soon Look', isTime), undefined);
});
