import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../src/core/basics/refusal.ts';
import { readToolInput, schemaOf, toolNameOf, toolVerbs, verbOfTool } from '../../../src/verbs/tools.ts';
import type { Fields } from '../../../src/verbs/verb.ts';

const FIELDS: Fields = {
  id: { kind: 'entry', argument: true, help: 'Which entry' },
  when: { kind: 'when', optional: true, help: 'When' },
  mode: { kind: 'choice', choices: ['a', 'b'], optional: true, help: 'How' },
  tags: { kind: 'list', optional: true, help: 'Tags' },
  all: { kind: 'flag', optional: true, help: 'All' },
  count: { kind: 'count', optional: true, help: 'How many' },
  context_file: { kind: 'text', optional: true, person: true, help: 'A file that is read' },
};

test('a schema says what the fields say, and nothing of those for a person', () => {
  const schema = schemaOf(FIELDS);
  assert.deepEqual(Object.keys(schema.properties), ['id', 'when', 'mode', 'tags', 'all', 'count']);
  assert.deepEqual(schema.required, ['id']);
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.properties['mode'], { type: 'string', description: 'How', enum: ['a', 'b'] });
  assert.deepEqual(schema.properties['tags']?.items, { type: 'string' });
});

test('what an agent gives is taken as it is where it fits', () => {
  const given = { id: 'x', when: '1h', mode: 'b', tags: ['t'], all: true, count: 3 };
  assert.deepEqual(readToolInput(FIELDS, given), { input: given });
});

test('what does not fit is refused by its name', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /JSON object/],
    [[], /JSON object/],
    [{}, /id is missing/],
    [{ id: 1 }, /id must be a text/],
    [{ id: 'x', mode: 'c' }, /one of a, b/],
    [{ id: 'x', tags: 't' }, /list of texts/],
    [{ id: 'x', tags: [1] }, /list of texts/],
    [{ id: 'x', all: 'yes' }, /true or false/],
    [{ id: 'x', count: -1 }, /whole number/],
    [{ id: 'x', count: 1.5 }, /whole number/],
    [{ id: 'x', count: 1e300 }, /whole number/],
    [{ id: 'x', other: 1 }, /no argument "other"/],
    [{ id: 'x', context_file: '/etc/passwd' }, /no argument "context_file"/],
    [{ id: 'x', __proto__: null, constructor: 1 }, /no argument "constructor"/],
  ];
  for (const [given, why] of cases) {
    const read = readToolInput(FIELDS, given);
    assert.ok(isRefusal(read), JSON.stringify(given));
    assert.match(read.why, why);
  }
});

test('agents get what reads or writes, by its name, and nothing else', () => {
  assert.ok(toolVerbs.length > 8);
  for (const verb of toolVerbs) {
    assert.match(verb.effect, /^(?:reads|writes)$/);
    assert.equal(verbOfTool(toolNameOf(verb)), verb);
  }
  for (const name of ['defer_run', 'defer_log', 'defer_accept', 'defer_reopen', 'add', 'defer_']) {
    assert.equal(verbOfTool(name), undefined, name);
  }
});
