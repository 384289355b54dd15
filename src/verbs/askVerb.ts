import * as l10n from '@vscode/l10n';
import { isAgent, type Host } from './host.ts';
import { refuse, type InputOf, type RawInput, type Reply, type Verb } from './verb.ts';

/**
 * Runs a verb for any surface. This is the only place that decides whether the asker may. An agent is refused what only
 * a person may do (docs/security.md, "Threats"): a verb whose effect is `owner`, and a field marked `owner`
 * (`Field.owner`).
 */
export async function askVerb(host: Host, verb: Verb, input: RawInput): Promise<Reply> {
  const owned = ownedIn(verb, input);
  // Who asks is found out by the processes above this one, so nobody is asked where it does not matter.
  return owned === undefined || !isAgent(host)
    ? verb.run(host, input as InputOf<typeof verb.input>)
    : refuse(l10n.t('Only a person may do that. Ask the person to do it: in the editor, or with "defer {0}".', owned));
}

/** The part of a call that only a person may ask for, as it is typed; undefined where there is none. */
function ownedIn({ name, effect, input: fields }: Verb, input: RawInput): string | undefined {
  if (effect === 'owner') {
    return name;
  }
  const isGiven = (field: string): boolean => input[field] !== undefined && input[field] !== false;
  const owned = Object.entries(fields).find(([field, { owner }]) => owner && isGiven(field));
  return owned && `${name} --${owned[1].word ?? owned[0]}`;
}
