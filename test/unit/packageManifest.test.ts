import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { manifestTexts, readManifest, writeManifest } from '../../scripts/texts/languages.ts';
import { plainTexts, takeTextsOut } from '../../scripts/texts/manifestTexts.ts';
import { verbs } from '../../src/verbs/index.ts';
import {
  CONVERSATION_ACTS,
  commandTable,
  enablementOf,
  paletteOf,
  READING,
  rowCommand,
} from '../../src/vscode/wiring/commandTable.ts';
import { toolTable } from '../../src/vscode/agents/toolTable.ts';

interface Setting {
  scope: string;
  order: number;
  description?: string;
  markdownDescription: string;
}

interface Manifest {
  contributes: {
    languageModelTools: unknown;
    chatSkills: readonly { path: string }[];
    walkthroughs: readonly { steps: readonly { media: { image: Readonly<Record<string, string>> } }[] }[];
    commands: readonly { command: string; title: string; category: string; icon?: string }[];
    menus: Record<string, readonly { command: string; when?: string; group?: string }[]>;
    keybindings: readonly { command: string; when: string }[];
    configuration: readonly { title: string; order: number; properties: Record<string, Setting> }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
}

const path = join(import.meta.dirname, '../../package.json');
const read = (): Manifest => readManifest<Manifest>();
const readPlainly = (): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/** How a person has this file bring the manifest up to date. The names of tests that it mends say so. */
const UPDATES = 'UPDATE=1 npx node --test test/unit/packageManifest.test.ts';

/** With UPDATE=1, rewrites part of package.json. Its texts go into package.nls.json. */
function update(change: (manifest: Manifest) => void): void {
  if (process.env['UPDATE']) {
    const manifest = readPlainly();
    change(manifest);
    writeManifest(manifest);
  }
}

test(`package.json offers exactly the commands there are (${UPDATES} rewrites it)`, () => {
  const commands = commandTable.map(({ command, title, icon }) => {
    const enablement = enablementOf(command);
    return {
      ...{ command, title, category: 'Defer' },
      ...(icon !== undefined && { icon }),
      ...(enablement !== undefined && { enablement }),
    };
  });
  update(manifest => (manifest.contributes.commands = commands));
  assert.deepEqual(read().contributes.commands, commands);
});

test(`the palette offers each command where it can act (${UPDATES} rewrites it)`, () => {
  const items = commandTable.flatMap(({ command }) => {
    const when = paletteOf(command);
    return when === undefined ? [] : [{ command, when }];
  });
  update(manifest => (manifest.contributes.menus['commandPalette'] = items));
  assert.deepEqual(read().contributes.menus['commandPalette'], items);
});

test(`package.json offers exactly the language-model tools there are (${UPDATES} rewrites it)`, () => {
  update(manifest => (manifest.contributes.languageModelTools = toolTable));
  assert.deepEqual(read().contributes.languageModelTools, JSON.parse(JSON.stringify(toolTable)));
});

test(`every text of package.json stands in package.nls.json, so that it can be translated (${UPDATES} takes it there)`, () => {
  update(() => undefined);
  assert.deepEqual(plainTexts(readPlainly()), []);
  const { texts } = takeTextsOut(readPlainly(), manifestTexts());
  assert.deepEqual(texts, manifestTexts(), 'texts that package.json asks for, and those that there are');
});

test('the editor finds the skill where the manifest says it is, and the package holds it', () => {
  for (const { path: skill } of read().contributes.chatSkills) {
    assert.match(readFileSync(join(path, '..', skill), 'utf8'), /^---\nname: defer\ndescription: \S/);
  }
  assert.match(readFileSync(join(path, '..', '.vscodeignore'), 'utf8'), /^!skills\/\*\*$/m);
});

test(`every verb is a command, spelled after its name (${UPDATES} makes it one)`, () => {
  const offered = new Set(read().contributes.commands.map(({ command }) => command));
  assert.deepEqual(
    verbs.map(({ name }) => `defer.${name}`).filter(command => !offered.has(command)),
    [],
  );
});

test('menus and keys name commands that exist', () => {
  const { commands, menus, keybindings } = read().contributes;
  const offered = new Set(commands.map(({ command }) => command));
  const named = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
  assert.deepEqual(
    named.filter(command => !offered.has(command)),
    [],
  );
});

test('the palette offers what is done with a conversation under one name, and only where conversations are on', () => {
  const palette = new Map(read().contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
  for (const { act, asked } of CONVERSATION_ACTS) {
    assert.equal(palette.get(rowCommand(act)), 'false', act);
    for (const command of asked.filter(name => name.startsWith('defer.'))) {
      assert.match(palette.get(command) ?? '', /^config\.defer\.conversations != off && /, command);
    }
  }
});

test('a button beside a row or over a view is an icon', () => {
  const { commands, menus } = read().contributes;
  const icons = new Map(commands.map(({ command, icon }) => [command, icon]));
  const buttons = Object.values(menus)
    .flat()
    .filter(({ group = '' }) => /^(?:inline|navigation)\b/.test(group));
  assert.deepEqual(
    buttons.map(({ command }) => command).filter(command => icons.get(command) === undefined),
    [],
  );
});

test('what a button does can be done without a mouse', () => {
  const { menus, keybindings } = read().contributes;
  const isButton = ({ group = '' }: { group?: string }): boolean => /^(?:inline|navigation)\b/.test(group);
  const inPalette = new Map(menus['commandPalette']?.map(({ command, when }) => [command, when]));
  const withKey = new Set(keybindings.map(({ command }) => command));
  const { commandPalette: _palette, ...places } = menus;
  for (const [place, items] of Object.entries(places)) {
    // The menu of a row opens by a key, and so does the one of more actions over a view.
    const inMenu = new Set(items.filter(item => !isButton(item)).map(({ command }) => command));
    const alone = items
      .filter(isButton)
      .filter(({ command }) => !inMenu.has(command) && !withKey.has(command) && inPalette.get(command) === 'false');
    assert.deepEqual(alone, [], place);
  }
});

test('what belongs on a command line is not in the palette', () => {
  const palette = new Map(read().contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
  for (const name of ['list', 'query', 'log', 'when', 'next', 'status']) {
    assert.equal(palette.get(`defer.${name}`), 'false', name);
  }
});

test('every item of a menu has a place of its own, in a whole number that the editor can sort by', () => {
  const { commandPalette: _sorted, ...menus } = read().contributes.menus;
  for (const [menu, items] of Object.entries(menus)) {
    const places = items.map(({ when = '', group = '' }) => `${/\bview == (\S+)/.exec(when)?.[1] ?? ''} ${group}`);
    assert.deepEqual(
      places.filter((place, index) => !/@[1-9]\d*$/.test(place) || places.indexOf(place) !== index),
      [],
      menu,
    );
  }
});

test('no menu offers what Restricted Mode refuses', () => {
  const { commandPalette: _generated, ...menus } = read().contributes.menus;
  const items = Object.values(menus)
    .flat()
    .filter(({ command }) => !READING.has(command));
  assert.deepEqual(
    items.filter(({ command, when = '' }) => enablementOf(command) === undefined && !/isWorkspaceTrusted/.test(when)),
    [],
  );
});

test('what a key calls answers in Restricted Mode too', () => {
  const { keybindings } = read().contributes;
  assert.deepEqual(
    keybindings.filter(({ command }) => enablementOf(command) !== undefined),
    [],
  );
});

test('keys work in our own views only, but for the one that schedules', () => {
  for (const { command, when } of read().contributes.keybindings.filter(one => one.command !== 'defer.add')) {
    assert.match(when, /focusedView == defer\.(?:schedule|conversations) && !inputFocus/, command);
  }
});

test('no workspace can say what is started, nor that something starts by itself', () => {
  const { capabilities } = read();
  const settings = settingsOf(read());
  for (const name of [
    'defer.agents',
    'defer.agent',
    'defer.worktree',
    'defer.autoRun',
    'defer.conversations',
    'defer.dailyRuns',
    'defer.quietHours',
    'defer.retryBase',
    'defer.retryCap',
    'defer.mcp.enabled',
  ]) {
    assert.equal(settings.get(name)?.scope, 'machine', name);
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name), name);
  }
});

const settingsOf = ({ contributes }: Manifest): ReadonlyMap<string, Setting> =>
  new Map(contributes.configuration.flatMap(({ properties }) => Object.entries(properties)));

/**
 * What a setting ends with, by its scope: where it is set, since the editor shows those of a machine in another tab.
 */
const WHERE: Readonly<Record<string, string>> = {
  application: 'You set it, for all windows.',
  machine:
    'You set it for each machine: in a remote, WSL or container window, under the tab Remote. No workspace can set it.',
  'machine-overridable': 'You set it for each machine, and a workspace can override it.',
  window: 'You or the workspace can set it.',
  resource: 'You, the workspace or one of its folders can set it.',
};

test('the table of settings in README.md has each of them', () => {
  const readme = readFileSync(join(path, '..', 'README.md'), 'utf8');
  const [table = ''] = /^\| setting \|.*\n(?:\|.*\n)+/m.exec(readme) ?? [];
  const named = [...table.matchAll(/^\| (`defer\..*?) \|/gm)].flatMap(([, cell = '']) =>
    cell.replaceAll('`', '').split(', '),
  );
  const settings = read().contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  assert.deepEqual(named.sort(), settings.sort());
});

test('settings stand in sections, in an order, and each says who sets it', () => {
  const sections = read().contributes.configuration;
  assert.ok(sections.length > 1);
  const orders = (items: readonly { order: number }[]): readonly number[] => items.map(({ order }) => order);
  const counted = (items: readonly unknown[]): readonly number[] => items.map((_, index) => index + 1);
  assert.deepEqual(orders(sections), counted(sections));
  for (const { title, properties } of sections) {
    assert.deepEqual(orders(Object.values(properties)), counted(Object.values(properties)), title);
  }
  for (const [name, { scope, description, markdownDescription }] of settingsOf(read())) {
    assert.equal(description, undefined, `${name} has two descriptions`);
    assert.ok(markdownDescription.endsWith(`\n\n*${WHERE[scope]}*`), `${name}: ${markdownDescription}`);
  }
});

test('every step of the walkthrough has a picture for each theme', () => {
  const images = read().contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.image));
  assert.equal(images.length, 5);
  const missing = images
    .flatMap(image => ['dark', 'light', 'hc', 'hcLight'].map(theme => image[theme] ?? `no ${theme}`))
    .filter(image => !existsSync(join(path, '..', image)));
  assert.deepEqual(missing, []);
});

test('the view offers the schedule file only where there is one', () => {
  const item = read().contributes.menus['view/title']?.find(({ command }) => command === 'defer.openScheduleFile');
  assert.match(item?.when ?? '', /\bdefer\.hasFile\b/);
});

test('Snooze has an icon that nothing else of the editor means', () => {
  const snooze = read().contributes.commands.find(({ command }) => command === 'defer.snooze');
  assert.equal(snooze?.icon, '$(bell-slash)');
});
