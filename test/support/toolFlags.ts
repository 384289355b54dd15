import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../src/core/agent/launch.ts';
import { BUILT_IN_PROFILES } from '../../src/core/agent/profiles.ts';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { root } from '../../scripts/project.ts';

/** A tool that Defer has a profile for. */
export interface Tool {
  readonly name: string;
  readonly profile: Profile;
}

export const TOOLS: readonly Tool[] = [...BUILT_IN_PROFILES].flatMap(([name, profile]) =>
  isRefusal(profile) || profile.executable === '' ? [] : [{ name, profile }],
);

/** Commands of the tools beside those of their profiles: `defer mcp --print` names them. */
const MORE_COMMANDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  claude: [['mcp', 'add']],
  codex: [['mcp', 'add']],
};

/** Every vector of a profile. */
const vectorsOf = ({ fresh, resume, unattended }: Profile): readonly (readonly string[])[] =>
  [fresh, resume, unattended?.fresh, unattended?.resume].filter(vector => vector !== undefined);

/** Flags that a tool takes and its help leaves out: test/campaign/usage.test.ts holds them against the tool itself. */
const UNNAMED: Readonly<Record<string, readonly string[]>> = { claude: ['--max-turns'] };

/** The subcommands that a vector begins with. */
const commandsOf = (vector: readonly string[]): readonly string[] => {
  const end = vector.findIndex(word => !/^[a-z]+$/.test(word));
  return end < 0 ? vector : vector.slice(0, end);
};

/** The flags in a vector, without their values; `-` alone and `--` are words of their own. */
export const flagsOf = (vector: readonly string[]): readonly string[] =>
  vector.filter(word => /^--?[a-z]/.test(word)).map(word => word.replace(/=.*/s, ''));

/**
 * The commands of a tool whose help is kept: the tool itself, and each subcommand on the way to one that Defer uses.
 */
export const helpedCommands = ({ name, profile }: Tool): readonly (readonly string[])[] => {
  const used = [...vectorsOf(profile).map(commandsOf), ...(MORE_COMMANDS[name] ?? [])];
  const all = used.flatMap(commands => [[], ...commands.map((_, index) => commands.slice(0, index + 1))]);
  return [...new Map(all.map(commands => [commands.join(' '), commands])).values()];
};

/** Where what a tool prints for `COMMANDS --help` is kept, as the version in scripts/agentTools.ts prints it. */
export const keptHelpPath = (name: string, commands: readonly string[]): string =>
  join(root, 'test', 'fixtures', 'agentHelp', `${[name, ...commands].join('.')}.txt`);

/** The kept help; throws where there is none. */
export const keptHelp = (name: string, commands: readonly string[]): string => {
  const path = keptHelpPath(name, commands);
  assert.ok(existsSync(path), `${path} is missing. UPDATE=1 with test/campaign/realTools.test.ts writes it.`);
  return readFileSync(path, 'utf8');
};

/** Holds every command and flag of a profile against the help of the tool. */
export function holdsFlags({ name, profile }: Tool): void {
  for (const flag of Object.values(profile.caps ?? {}).flatMap(cap => flagsOf(cap.arguments))) {
    if (!UNNAMED[name]?.includes(flag)) {
      assert.match(keptHelp(name, []), new RegExp(`(?<![\\w-])${flag}(?![\\w-])`), `${name} ${flag}`);
    }
  }
  for (const vector of vectorsOf(profile)) {
    const commands = commandsOf(vector);
    for (const [index, command] of commands.entries()) {
      const above = keptHelp(name, commands.slice(0, index));
      assert.match(above, new RegExp(`^\\s+(?:${name} )?${command}\\s`, 'm'), `${name} ${command}`);
    }
    const help = keptHelp(name, commands);
    for (const flag of flagsOf(vector)) {
      assert.match(help, new RegExp(`(?<![\\w-])${flag}(?![\\w-])`), `${name} ${commands.join(' ')} ${flag}`);
    }
    if (vector.includes('-')) {
      assert.match(help, /`-` is used/, `${name} reads its prompt from standard input`);
    }
  }
}
