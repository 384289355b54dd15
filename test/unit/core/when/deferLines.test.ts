import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferLines } from '../../../../src/core/when/deferLines.ts';
import { growth } from '../../../support/growth.ts';

const textsOf = (text: string): readonly string[] => deferLines(text).found.map(line => line.text);

test('lines that say ::defer are found wherever a line begins, with their numbers', () => {
  const text = [
    'I am done for now.',
    '::defer 30m Check the build',
    '- ::defer tomorrow 9am Look at the logs  ',
    '> ::defer 2h Ask again\r',
    'Write ::defer 30m into a line of its own',
    '::deferred 30m no',
  ].join('\n');
  assert.deepEqual(deferLines(text), {
    found: [
      { line: 2, text: '30m Check the build' },
      { line: 3, text: 'tomorrow 9am Look at the logs' },
      { line: 4, text: '2h Ask again' },
    ],
    unread: [],
    inCode: [],
  });
});

test('what only marks a line is no part of it', () => {
  for (const line of [
    '1. ::defer 30m Check',
    '2) ::Defer 30m Check',
    '- [ ] ::defer 30m Check',
    '> - ::DEFER 30m Check',
    '`::defer 30m Check`',
    '- `::defer 30m Check`',
    '**::defer 30m Check**',
    '*::defer 30m Check*',
    '__::defer 30m Check__',
    '**`::defer 30m Check`**',
    '**::defer** 30m Check',
    '**::defer 30m** Check',
    '-::defer 30m Check',
    '## ::defer 30m Check',
  ]) {
    assert.deepEqual(textsOf(line), ['30m Check'], line);
  }
  assert.deepEqual(textsOf('::defer 30m Check **all**'), ['30m Check **all**']);
  assert.deepEqual(textsOf('_::defer 30m rename my_var_'), ['30m rename my_var']);
});

test('a line that looks like one and cannot be read is named', () => {
  for (const line of [
    '::defer',
    '::defer  ',
    '::defer: 30m x',
    '::defer30m x',
    ':: defer 30m x',
    '| ::defer 30m x |',
  ]) {
    assert.deepEqual(deferLines(`\n${line}`), { found: [], unread: [2], inCode: [] }, line);
  }
  assert.deepEqual(deferLines('`::defer 30m x` is how').unread, [1]);
});

test('a block of code shows how it is written', () => {
  const text = [
    '```sh',
    '::defer 1h a',
    '~~~',
    '```',
    '::defer 2h b',
    '- ~~~~',
    '  ::defer 3h c',
    '  ~~~',
    '  ~~~~',
    '> ```',
    '> ::defer 4h d',
    '::defer 5h e',
    '```inline``` code',
    '::defer 6h f',
    '```',
    '::defer 7h g',
  ].join('\n');
  assert.deepEqual(textsOf(text), ['2h b', '5h e', '6h f']);
  assert.deepEqual(deferLines(text).inCode, [2, 7, 11, 16]);
});

test('a long line of signs takes time by its length, and no more', async () => {
  for (const part of [':', '*', '_', '`', '> ', '1. ', '**a ', '- ']) {
    const grown = await growth(times => deferLines(`${part.repeat(times)}x`), 80_000);
    assert.ok(grown < 24, `${part}: ${grown.toFixed(1)} times as long`);
  }
});
