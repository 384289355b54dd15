import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { splitFrontMatter } from '../../../../src/core/files/frontMatter.ts';
import { FrontMatterFields, readFrontMatter } from '../../../../src/core/files/frontMatterFields.ts';
import { readYaml } from '../../../../src/core/exchange/import/yamlText.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { toFault } from '../../../../src/store/disk/fault.ts';
import { holds } from '../../../support/property.ts';

const pieces = fc.constantFrom(
  ...[
    'cron',
    'every',
    ': ',
    '- ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '\n',
    '\t',
    '  ',
    '&a',
    '*a',
    '!x',
    '|',
    '>',
    '? ',
    '#',
    '@',
    '`',
    '%',
    '\\q',
  ],
  ...['0 9 * * *', '"\\x"', '---', '...', '<<: *a', '\u0000'],
);
const texts = fc.array(pieces, { maxLength: 16 }).map(parts => parts.join(''));

/** What the parser says of a text, sentence by sentence, without the places. */
const saidOf = (text: string): readonly string[] => {
  try {
    return parseDocument(text, { prettyErrors: false }).errors.map(({ message }) => message.replace(/\.$/, ''));
  } catch (error) {
    return [String(error)];
  }
};

it('what the parser of YAML says reaches nobody, whatever the text', t => {
  holds(
    t,
    fc.property(texts, text => {
      const yaml = readYaml(text);
      const matter = splitFrontMatter(`---\n${text}\n---\nbody`);
      const head = matter && readFrontMatter(matter);
      const answers = [
        ...(isRefusal(yaml) ? [yaml.why] : []),
        ...(head && !(head instanceof FrontMatterFields) ? [head.why] : []),
      ];
      for (const answer of answers) {
        for (const said of [...saidOf(text), ...saidOf(matter?.head ?? '')]) {
          assert.ok(!answer.includes(said), `${JSON.stringify(text)}: ${answer}`);
        }
      }
    }),
    3000,
  );
});

it('of an error that nobody foresaw, nothing is passed on but that there was one', () => {
  for (const error of [
    new TypeError('js.e is not a function'),
    'boom',
    new RangeError('Invalid array length'),
    undefined,
  ]) {
    const { message, cause } = toFault(error, 'do that');
    assert.equal(message, 'Could not do that: something unexpected went wrong.');
    assert.equal(cause, error);
  }
  const system = Object.assign(new Error('EUNKNOWN: whatever, open'), { code: 'EUNKNOWN' });
  assert.equal(toFault(system, 'read it').message, 'Could not read it: the system says EUNKNOWN.');
});
