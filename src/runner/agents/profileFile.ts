import * as l10n from '@vscode/l10n';
import { BUILT_IN_PROFILES, toProfiles, type Profiles } from '../../core/agent/profiles.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { parseJson, profilesPath, readIfThere } from '../home/homeFiles.ts';

const FILE = '~/.sf/defer/profiles.json';

/**
 * The profiles of this person: the built-in ones, over them `profiles.json`, over it `settings` (the value of the
 * editor's machine-scope setting `defer.agents`; undefined where there is none). Refused where one of them cannot be
 * read: whoever wrote their own profiles is not given others in silence.
 */
export async function loadProfiles(home: string, settings: unknown): Promise<Profiles | Refusal> {
  const text = await readIfThere(profilesPath(home)).catch(() => null);
  const value = text === undefined ? undefined : parseJson(text ?? '');
  if (text !== undefined && value === undefined) {
    return refusal(l10n.t('{0} is not valid JSON, so no agent is started. Correct or remove it.', FILE));
  }
  const own = toProfiles(value, BUILT_IN_PROFILES, FILE);
  return isRefusal(own) ? own : toProfiles(settings, own, l10n.t('the setting defer.agents'));
}
