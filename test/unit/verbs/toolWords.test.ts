import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add } from '../../../src/verbs/acts/add.ts';
import { done } from '../../../src/verbs/acts/done.ts';
import { inToolWords } from '../../../src/verbs/toolWords.ts';

test('a refusal names tools and arguments, not commands and flags', () => {
  assert.equal(
    inToolWords('There is no entry "x". "defer list --all" shows them with their ids.', done.input),
    'There is no entry "x". defer_list with all shows them with their ids.',
  );
  assert.equal(
    inToolWords('--max-usd takes an amount; say --artifact or --when "tomorrow 9am".', add.input),
    'max_usd takes an amount; say artifacts or when "tomorrow 9am".',
  );
  assert.equal(
    inToolWords('Er hat sich geändert. „defer show 01ABC“ zeigt ihn.', done.input),
    'Er hat sich geändert. defer_show zeigt ihn.',
  );
  assert.equal(inToolWords('Use 30m -- or a--when.', add.input), 'Use 30m -- or a--when.');
});

test('what is no tool is left to the person', () => {
  assert.match(
    inToolWords('The entry is already done. Reopen it first ("defer reopen").', done.input),
    /^The entry is already done\. Reopen it first \("defer reopen"\)\. .* is for the person: ask them/,
  );
  const said = 'Only a person may do that. Ask the person to do it: in the editor, or with "defer run --again".';
  assert.equal(inToolWords(said, add.input), said);
  const flag = 'Ask the person to do it: in the editor, or with "defer export --out".';
  assert.equal(inToolWords(flag, add.input), flag, 'a flag that no tool has');
});
