import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as whole from '@vscode/l10n';
import * as part from '../../scripts/bundle/l10nPart.mjs';

test('what the build takes for @vscode/l10n answers as that does', () => {
  const contents = {
    'Nothing is due.': 'Nichts ist fällig.',
    '{0} of {1}': '{1}, davon {0}',
    'Later/a heading': 'Später',
    'empty {0}': '',
  };
  const ask = ({
    config,
    t,
  }: Pick<typeof whole, 't'> & { config: (given: { contents: object }) => void }): string[] => {
    const answers = [{}, contents].flatMap(given => {
      config({ contents: given });
      return [
        t('Nothing is due.'),
        t('{0} of {1}', 3, 'four'),
        t('{0} of {1}', '{1}', '{0}'),
        t({ message: 'Later', comment: 'a heading' }),
        t({ message: '{0} of {1}', args: ['a', 2], comment: 'other' }),
        t('Later'),
        t('empty {0}', 1),
        t('{0} {"copy": []} {7}', 'as it is'),
        t('braces {0} alone'),
      ];
    });
    config({ contents: {} });
    return answers;
  };
  assert.deepEqual(ask({ config: part.config, t: part.t }), ask(whole as never));
  assert.equal(part.t('{0} of {1}', 1, 2), '1 of 2');
});
