import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillVector, takesSession } from '../../../src/core/launch.ts';

describe('an argument vector', () => {
  it('takes prompt and session each as one whole argument', () => {
    const vector = ['--session-id', '<session>', '--', '<prompt>'];
    assert.deepEqual(fillVector(vector, '-p $(x) "y"\n', 'id'), ['--session-id', 'id', '--', '-p $(x) "y"\n']);
  });

  it('fills a placeholder once, whatever the prompt says', () => {
    assert.deepEqual(fillVector(['<prompt>', '<session>'], '<session>', 'id'), ['<session>', 'id']);
    assert.deepEqual(fillVector(['a<prompt>', '<PROMPT>'], 'x', undefined), ['a<prompt>', '<PROMPT>']);
  });

  it('takes a session’s id where it has a place for it', () => {
    assert.equal(takesSession({ fresh: ['--id', '<session>', '<prompt>'], input: 'argument' }), true);
    assert.equal(takesSession({ fresh: ['<prompt>'], input: 'argument' }), false);
  });
});
