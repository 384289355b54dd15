import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillVector, takesSession, withoutPrompt } from '../../../../src/core/agent/launch.ts';

describe('an argument vector', () => {
  it('takes prompt and session each as one whole argument', () => {
    const vector = ['--session-id', '<session>', '--', '<prompt>'];
    assert.deepEqual(fillVector(vector, '-p $(x) "y"\n', 'id'), ['--session-id', 'id', '--', '-p $(x) "y"\n']);
  });

  it('fills a placeholder once, whatever the prompt says', () => {
    assert.deepEqual(fillVector(['<prompt>', '<session>'], '<session>', 'id'), ['<session>', 'id']);
    assert.deepEqual(fillVector(['a<prompt>', '<PROMPT>'], 'x', undefined), ['a<prompt>', '<PROMPT>']);
  });

  it('takes them behind a flag too, in the one argument', () => {
    const vector = ['-s=<session>', '--ask=<prompt>', 'ask=<prompt>', '--a b=<prompt>'];
    assert.deepEqual(fillVector(vector, '-x\ny="<session>"', 'id'), [
      '-s=id',
      '--ask=-x\ny="<session>"',
      'ask=<prompt>',
      '--a b=<prompt>',
    ]);
    assert.equal(takesSession({ fresh: ['-s=<session>', '<prompt>'], input: 'argument' }), true);
  });

  it('opens a conversation without the prompt and what leads to it', () => {
    for (const [vector, bare] of [
      [
        ['--resume', '<session>', '--', '<prompt>'],
        ['--resume', '<session>'],
      ],
      [
        ['--session', '<session>', '--prompt=<prompt>'],
        ['--session', '<session>'],
      ],
      [
        ['-i', '<prompt>', '--resume', '<session>'],
        ['--resume', '<session>'],
      ],
      [
        ['resume', '<session>', '<prompt>'],
        ['resume', '<session>'],
      ],
      [
        ['-r', '<session>'],
        ['-r', '<session>'],
      ],
    ] as const) {
      assert.deepEqual(withoutPrompt(vector), bare);
    }
  });

  it('takes a session’s id where it has a place for it', () => {
    assert.equal(takesSession({ fresh: ['--id', '<session>', '<prompt>'], input: 'argument' }), true);
    assert.equal(takesSession({ fresh: ['<prompt>'], input: 'argument' }), false);
  });
});
