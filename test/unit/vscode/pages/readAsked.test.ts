import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { READY } from '../../../../src/page/messages/asked.ts';
import { readAsked } from '../../../../src/vscode/pages/readAsked.ts';
import { sourceFiles } from '../../../support/sourceFiles.ts';

describe('what a page asks', () => {
  const read = (value: unknown): unknown => readAsked(value, ['do', 'file']);

  test('is one of its words, with keys', () => {
    assert.deepEqual(read({ act: READY }), { act: READY });
    assert.deepEqual(read({ act: 'do', at: 'defer.done' }), { act: 'do', at: 'defer.done' });
    assert.deepEqual(read({ act: 'file', at: '0', to: '1' }), { act: 'file', at: '0', to: '1' });
  });

  test('is left alone where it is anything else, and nothing else of it is passed on', () => {
    const others = [
      ...[
        undefined,
        null,
        'do',
        1,
        [],
        {},
        { act: 'run' },
        { act: ['do'] },
        { act: 'do', at: 1 },
        { act: 'do', at: {} },
      ],
      ...[{ act: 'do', at: 'x'.repeat(201) }, { act: 'do', to: null }, { act: 'constructor' }, { act: '__proto__' }],
    ];
    for (const other of others) {
      assert.equal(read(other), undefined, JSON.stringify(other));
    }
    assert.deepEqual(read({ act: 'do', command: 'workbench.action.terminal.new' }), { act: 'do' });
  });
});

test('no page makes markup, code or an address of what it is sent', () => {
  const pages = sourceFiles('src/page');
  assert.ok(pages.length > 5);
  const markup =
    /innerHTML|outerHTML|insertAdjacent|dangerously|document\.write|\beval\(|new Function|\bhref\b|\bsrc\b|\bfetch\(/;
  assert.deepEqual(
    pages.filter(({ text }) => markup.test(text)).map(({ file }) => file),
    [],
  );
});
