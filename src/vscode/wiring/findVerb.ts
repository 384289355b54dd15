import { verbs } from '../../verbs/index.ts';
import type { Verb } from '../../verbs/verb.ts';

/** The verb of a name. Throws for a name that the table does not hold: a mistake of ours, not of a person. */
export function findVerb(name: string): Verb {
  const verb = verbs.find(candidate => candidate.name === name);
  if (!verb) {
    throw new Error(`There is no verb ${name}.`);
  }
  return verb;
}
