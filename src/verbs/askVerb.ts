import { isAgent, type Host } from './host.ts';
import { refuse, type InputOf, type RawInput, type Reply, type Verb } from './verb.ts';

/**
 * Asks a verb, whatever the surface: here alone it is decided whether who asks may. An agent is refused what only a person
 * does (docs/security.md, "Threats"): a verb whose effect is `owner`, and a field that is (`Field.owner`).
 */
export async function askVerb(host: Host, verb: Verb, input: RawInput): Promise<Reply> {
  const owned = isAgent(host) ? ownedIn(verb, input) : undefined;
  return owned === undefined
    ? verb.run(host, input as InputOf<typeof verb.input>)
    : refuse(`Only a person may do that. Ask the person to do it: in the editor, or with "defer ${owned}".`);
}

/** What of a call only a person may ask for, as one types it; undefined where there is nothing. */
function ownedIn({ name, effect, input: fields }: Verb, input: RawInput): string | undefined {
  if (effect === 'owner') {
    return name;
  }
  const isGiven = (field: string): boolean => input[field] !== undefined && input[field] !== false;
  const owned = Object.entries(fields).find(([field, { owner }]) => owner && isGiven(field));
  return owned && `${name} --${owned[1].word ?? owned[0]}`;
}
