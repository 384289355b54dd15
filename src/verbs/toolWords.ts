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
    isPersons ||= !verb && name !== 'help';
    const flags = verb ? Object.keys(verb.input).filter(field => rest.includes(` --${field}`)) : [];
    return verb ? [toolNameOf(verb), ...(flags.length > 0 ? [`with ${flags.join(', ')}`] : [])].join(' ') : whole;
  });
  const parts = named.split(/("defer [^"]*")/);
  const told = parts.map((part, index) => (index % 2 === 1 ? part : part.replace(FLAG, flagOf(fields)))).join('');
  return isPersons && !/\bperson\b/.test(told) ? `${told} ${PERSONS}` : told;
}

/** The argument behind a flag; the flag itself where there is none. */
const flagOf =
  (fields: Fields) =>
  (whole: string, word: string): string =>
    Object.entries(fields).find(
      ([name, { word: own = name, person, owner }]) => own === word && !person && !owner,
    )?.[0] ?? whole;
