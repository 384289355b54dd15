import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { verbs } from '../../src/verbs/index.ts';
import { CONVERSATION_ACTS, commandTable, rowCommand } from '../../src/vscode/wiring/commandTable.ts';
import { toolTable } from '../../src/vscode/agents/toolTable.ts';

interface Manifest {
  contributes: {
    languageModelTools: unknown;
    chatSkills: readonly { path: string }[];
    commands: readonly { command: string; title: string; category: string; icon?: string }[];
    menus: Record<string, readonly { command: string; when?: string; group?: string }[]>;
    keybindings: readonly { command: string; when: string }[];
    configuration: {
      properties: Record<string, { scope?: string; description?: string; markdownDescription?: string }>;
    };
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
}

const path = join(import.meta.dirname, '../../package.json');
const read = (): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

test('package.json offers exactly the commands there are (UPDATE=1 rewrites it)', () => {
  const commands = commandTable.map(({ command, title, icon }) => ({
    command,
    title,
    category: 'Defer',
    ...(icon !== undefined && { icon }),
  }));
  if (process.env['UPDATE']) {
    const manifest = read();
    manifest.contributes.commands = commands;
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  }
  assert.deepEqual(read().contributes.commands, commands);
});

test('package.json offers exactly the language-model tools there are (UPDATE=1 rewrites it)', () => {
  if (process.env['UPDATE']) {
    const manifest = read();
    manifest.contributes.languageModelTools = toolTable;
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  }
  assert.deepEqual(read().contributes.languageModelTools, JSON.parse(JSON.stringify(toolTable)));
});

test('the editor finds the skill where the manifest says it is, and the package holds it', () => {
  for (const { path: skill } of read().contributes.chatSkills) {
    assert.match(readFileSync(join(path, '..', skill), 'utf8'), /^---\nname: defer\ndescription: \S/);
  }
  assert.match(readFileSync(join(path, '..', '.vscodeignore'), 'utf8'), /^!skills\/\*\*$/m);
});

test('every verb is a command, spelled after its name', () => {
  const offered = new Set(read().contributes.commands.map(({ command }) => command));
  assert.deepEqual(
    verbs.filter(({ name }) => !offered.has(`defer.${name}`)),
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

test('keys work in our own views only', () => {
  for (const { command, when } of read().contributes.keybindings) {
    assert.match(when, /focusedView == defer\.(?:schedule|conversations) && !inputFocus/, command);
  }
});

test('no workspace can say what is started, nor that something starts by itself', () => {
  const { contributes, capabilities } = read();
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
    assert.equal(contributes.configuration.properties[name]?.scope, 'machine', name);
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name), name);
  }
});
