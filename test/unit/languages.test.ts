import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/project.ts';
import {
  editorTexts,
  fixedParts,
  gaps,
  keptTexts,
  languages,
  manifestIn,
  manifestTexts,
  misnamedCommands,
  standingOf,
  translatedManifest,
} from '../../scripts/texts/languages.ts';
import { takeTextsOut, withTexts } from '../../scripts/texts/manifestTexts.ts';
import { columnsOf } from '../../src/render/text/terminalStyle.ts';
import { sourceFiles } from '../support/sourceFiles.ts';
import { TYPED_ONLY } from '../support/typedOnly.ts';
import { textCalls, writtenTexts, type TextCall } from '../support/sourceTexts.ts';

test('l10n/bundle.l10n.json has the texts of the code (npm run l10n exports them)', () => {
  const [exported, kept] = [writtenTexts(), keptTexts()];
  const [now, then] = [Object.keys(exported), Object.keys(kept)];
  assert.deepEqual(
    { missing: now.filter(key => !(key in kept)), unused: then.filter(key => !(key in exported)) },
    { missing: [], unused: [] },
  );
  assert.deepEqual(exported, kept);
});

const read = (name: string): string => readFileSync(join(root, 'l10n', name), 'utf8');

/** The texts of a language, by their English. */
const textsIn = (language: string): Readonly<Record<string, string>> =>
  JSON.parse(read(`bundle.l10n.${language}.json`)) as Record<string, string>;

/** The word of a language for an English one, by l10n/GLOSSARY.md; empty where it has none. */
function wordIn(english: string, language: string): string {
  const rows = read('GLOSSARY.md')
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()));
  const column = rows.find(([, first]) => first === 'English')?.indexOf(language) ?? -1;
  return rows.find(([, first]) => first === english)?.[column] ?? '';
}

for (const language of languages()) {
  test(`${language} has every text, with the placeholders of the English (npm run l10n says what to do)`, () => {
    assert.deepEqual(standingOf(language), { missing: [], unused: [], differing: [] });
    assert.deepEqual(translatedManifest(language), manifestIn(language), 'package.nls.*.json is made by npm run l10n');
  });

  test(`${language} has words for the buttons of the first message that it has room for`, () => {
    const texts = textsIn(language);
    const columns = ['Review', 'Snooze All 1h', "Don't Show Again"].map(text => columnsOf(texts[text] ?? ''));
    // Measured: with more the editor cuts them, and who says it.
    assert.ok(columns.reduce((sum, one) => sum + one) <= 45, String(columns));
  });

  test(`${language} calls front matter by the one word of the glossary`, () => {
    const word = wordIn('front matter', language).toLowerCase();
    const others = Object.entries(textsIn(language)).filter(
      ([english, text]) => /front matter/i.test(english) && !text.toLowerCase().replaceAll('-m', ' m').includes(word),
    );
    assert.ok(word !== '');
    assert.deepEqual(others, []);
  });

  test(`${language} calls a command by one name, in its title and in every text that names it`, () => {
    assert.deepEqual(misnamedCommands(language), []);
  });
}

/** A command line in the quotes of some language, or a flag. What is said of git is no such thing. */
const onCommandLine = (text: string): boolean =>
  /["“„«「]\s?defer [a-z]|(?<![\w-])--[a-z{]/.test(text.replace(/["“„«「]\s?git [^"“”»」]*/g, ''));

test('nothing that the editor says names a command line or a flag', () => {
  const kept = keptTexts();
  const sources = Object.entries(kept).filter(
    ([key, text]) => !TYPED_ONLY.has(key) && onCommandLine(typeof text === 'string' ? text : text.message),
  );
  const said = [['en', editorTexts()] as const, ...languages().map(language => [language, textsIn(language)] as const)];
  const faults = said.flatMap(([language, texts]) => [
    ...sources.filter(([key]) => texts[key] === undefined).map(([key]) => `${language} has no words for: ${key}`),
    ...Object.entries(texts)
      .filter(([key, text]) => !TYPED_ONLY.has(key) && key in kept && onCommandLine(text))
      .map(([, text]) => `${language}: ${text}`),
  ]);
  assert.deepEqual(faults, []);
});

test('the words of the editor are for texts of the code, say the same things, and name commands as they are called', () => {
  const [kept, titles] = [keptTexts(), new Set(Object.values(manifestTexts()))];
  const faults = Object.entries(editorTexts()).flatMap(([key, text]) => [
    ...(key in kept ? [] : [`nothing says: ${key}`]),
    ...fixedParts(text).flatMap(part => (key.includes(part) ? [] : [`${part} is unknown: ${text}`])),
    ...[...text.matchAll(/Defer: ([A-Z][\w -]*?…?)(?= \w+s\b|[.,]|$)/g)].flatMap(([, title = '']) =>
      titles.has(title) ? [] : [`no command is called ${title}: ${text}`],
    ),
  ]);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    [...TYPED_ONLY].filter(key => !(key in kept)),
    [],
  );
});

/** Whether the exporter finds the text of a call: it reads literals, and records with a literal message. */
const isFound = ({ first }: TextCall): boolean =>
  first !== undefined && (first.type === 'Literal' || first.type === 'ObjectExpression');

const faultsOf = (file: string, text: string): readonly string[] =>
  textCalls(text).flatMap(call => [
    ...(isFound(call) ? [] : [`${file}:${call.line} is not given a plain text`]),
    ...(call.isLate ? [] : [`${file}:${call.line} is called while the file is loaded, before the language is known`]),
  ]);

test('every text is a plain one, and is asked for when it is shown', () => {
  const faults = sourceFiles('src')
    .filter(({ file, text }) => text.includes('l10n.t(') && file !== 'vscode/wiring/titleText.ts')
    .flatMap(({ file, text }) => faultsOf(file, text));
  assert.deepEqual(faults, []);
});

test('a text that the exporter would miss, or that stays English, is found', () => {
  assert.equal(faultsOf('a.ts', 'const f = (x: string) => l10n.t(`a ${x}`);').length, 1);
  assert.equal(faultsOf('a.ts', `const f = () => l10n.t('a ' + 'b');`).length, 1);
  assert.equal(faultsOf('a.ts', `const A = { a: l10n.t('a') };`).length, 1);
  assert.deepEqual(faultsOf('a.ts', `const f = (x: string) => l10n.t('a {0}', x);`), []);
  assert.deepEqual(faultsOf('a.ts', `class A { a() { return l10n.t({ message: 'a', comment: 'b' }); } }`), []);
});

test('the form of what is missing has each text for each language that lacks it, to be filled in', () => {
  assert.deepEqual(
    gaps(language => (language === 'de' ? ['Ping', 'Defer: Ping'] : [])),
    {
      de: { Ping: '', 'Defer: Ping': '' },
    },
  );
});

test('placeholders, links, code and icons are the same in every language', () => {
  const text = '$(bell) {0} of {1}. [Open](command:defer.add) `defer add` #defer.agent#';
  assert.deepEqual(fixedParts(text), ['#defer.agent#', '$(bell)', '](command:defer.add)', '`defer add`', '{0}', '{1}']);
  assert.deepEqual(fixedParts('Nothing is due.'), []);
});

test('texts of package.json get keys, keep those that they have, and go when nothing asks for them', () => {
  const contributes = {
    commands: [
      { command: 'defer.add', title: '%commands.defer.add.title%', category: 'Defer' },
      { command: 'defer.done', title: 'Done', category: 'Defer' },
    ],
    menus: { 'view/title': [{ command: 'defer.add', group: 'navigation@1' }] },
    viewsWelcome: [
      { view: 'a', contents: 'One' },
      { view: 'a', contents: 'Two' },
    ],
    configuration: { properties: { 'defer.a': { enum: ['x', 'y'], enumDescriptions: ['X.', 'Y.'] } } },
    languageModelTools: [
      { name: 'defer_add', userDescription: 'Add.', inputSchema: { properties: { a: { description: 'For models' } } } },
    ],
  };
  const { manifest, texts } = takeTextsOut(
    { contributes },
    { 'commands.defer.add.title': 'Add', 'gone.title': 'Gone' },
  );
  assert.deepEqual(texts, {
    'commands.defer.add.title': 'Add',
    'commands.defer.done.title': 'Done',
    'configuration.defer.a.enumDescriptions.0': 'X.',
    'configuration.defer.a.enumDescriptions.1': 'Y.',
    'languageModelTools.defer_add.userDescription': 'Add.',
    'viewsWelcome.a.contents': 'One',
    'viewsWelcome.a.contents.2': 'Two',
  });
  assert.equal(manifest.contributes.commands[1]?.title, '%commands.defer.done.title%');
  const english = structuredClone(contributes);
  Object.assign(english.commands[0] ?? {}, { title: 'Add' });
  assert.deepEqual(withTexts(manifest, texts).contributes, english);
  assert.deepEqual(takeTextsOut(manifest, texts).texts, texts);
});
