import { toolVerbs, toolNameOf } from './tools.ts';
import type { Fields } from './verb.ts';

/** A command line in quotes, as refusals name them, in any of the editor's languages: its verb, and what follows. */
const COMMAND = /["“”„«»「][\s\u00A0]?defer ([a-z][a-z-]*)([^"“”„«»「」]*)["“”«»」]/g;

/** A flag with two hyphens. */
const FLAG = /(?<![\w-])--([a-z][a-z-]*)/g;

/** What an agent is told of commands that are no tools. */
const PERSONS = 'That command is for the person: ask them to do it.';

/**
 * A refusal in the words of tools, for an agent that called one with these fields: refusals are written for the command
 * line. A verb goes by the name of its tool, a flag by that of its argument. A verb that is no tool stays as it is, and
 * the agent is told whose it is: most of them are for a person alone.
 */
export function inToolWords(why: string, fields: Fields): string {
  let isPersons = false;
  const named = why.replace(COMMAND, (whole, name: string, rest: string) => {
    const verb = toolVerbs.find(one => one.name === name);
    const flags = [...rest.matchAll(FLAG)].map(([flag, word = '']) => argumentOf(verb?.input ?? {}, word) ?? flag);
    if (!verb || flags.some(flag => flag.startsWith('-'))) {
      isPersons ||= name !== 'help';
      return whole;
    }
    return [toolNameOf(verb), ...(flags.length > 0 ? [`with ${flags.join(', ')}`] : [])].join(' ');
  });
  const parts = named.split(/("defer [^"]*")/);
  const told = parts.map((part, index) =>
    index % 2 === 1 ? part : part.replace(FLAG, (flag, word: string) => argumentOf(fields, word) ?? flag),
  );
  const whole = told.join('');
  return isPersons && !/\bperson\b/.test(whole) ? `${whole} ${PERSONS}` : whole;
}

/** The argument of a tool behind a flag, by what follows its hyphens; undefined where it has none. */
const argumentOf = (fields: Fields, word: string): string | undefined =>
  Object.entries(fields).find(([name, { word: own = name, person, owner }]) => own === word && !person && !owner)?.[0];
