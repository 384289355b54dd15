import * as l10n from '@vscode/l10n';
import { takesSession, type Profile, type Vectors } from '../../core/agent/launch.ts';
import type { Profiles } from '../../core/agent/profiles.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Ability, AgentReport } from '../../verbs/host.ts';
import type { Program } from '../../store/programs/findProgram.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { loadProfiles } from './profileFile.ts';
import { batchRefusal, isOnlyForShell } from '../start/arguments.ts';
import { createProgramCache, type ProgramCache } from './programCache.ts';

/** The person's agents, and where their programs may come from. */
export interface Agents {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value of the setting `defer.agents`, where the surface has one. */
  readonly settings: unknown;
  /** The value of the setting `defer.worktree`, where the surface has one. */
  readonly worktree?: unknown;
  /** The profile for entries that name none, where the person set one. */
  readonly standard: string | undefined;
  /** The folders that no program may come from. */
  readonly folders: readonly string[];
  /** Programs that this process found before. */
  readonly programs: ProgramCache;
  /** The folder for files of prompts, where every prompt is run as agent-defer would. */
  readonly prompts?: string;
}

/** What a surface says of its person's agents. */
export interface AgentsOptions extends Pick<Agents, 'home' | 'env' | 'prompts'> {
  /** The folders that are open; the schedule's own always counts as well. */
  readonly folders: () => readonly string[];
  /** The value of the machine-scope setting `defer.agents`. */
  readonly settings?: () => unknown;
  /** The value of the machine-scope setting `defer.worktree`. */
  readonly worktree?: () => unknown;
  /** The profile for entries that name none. */
  readonly standardAgent?: () => string | undefined;
  /** Programs that this process found before. */
  readonly programs?: ProgramCache;
}

/** The agents for entries of a schedule, as the settings are now. */
export const agentsFor = (options: AgentsOptions, ledger?: { readonly folder: string }): Agents => ({
  home: options.home,
  env: options.env,
  settings: options.settings?.(),
  worktree: options.worktree?.(),
  standard: options.standardAgent?.(),
  folders: [...options.folders(), ...(ledger ? [ledger.folder] : [])],
  programs: options.programs ?? createProgramCache(),
  ...(options.prompts !== undefined && { prompts: options.prompts }),
});

/** A profile whose program is there. */
export interface Chosen {
  readonly name: string;
  readonly profile: Profile;
  readonly executable: Program;
}

/**
 * The profile that an entry names, else the person's standard one, else the only one whose program is there; with its
 * program. Refused with the names there are otherwise.
 */
export async function chooseAgent(named: string | undefined, agents: Agents): Promise<Chosen | Refusal> {
  const profiles = await loadProfiles(agents.home, agents.settings);
  if (isRefusal(profiles)) {
    return profiles;
  }
  const name = named ?? agents.standard;
  if (name !== undefined) {
    return resolveAgent(name, profiles, agents);
  }
  const all = await Promise.all([...profiles.keys()].map(each => resolveAgent(each, profiles, agents)));
  const usable = all.filter((each): each is Chosen => !isRefusal(each));
  const [only] = usable;
  if (only && usable.length === 1) {
    return only;
  }
  const some =
    usable.length === 0
      ? l10n.t('none was found here')
      : l10n.t('found here: {0}', usable.map(each => each.name).join(', '));
  return refusal(
    l10n.t(
      'The entry names no agent. Give it one ("defer edit <id> --agent NAME"): {0} ({1}).',
      namesOf(profiles),
      some,
    ),
  );
}

/** What to do about an agent that nobody knows here. */
const another = (): string =>
  l10n.t(
    'Choose one of them ("defer edit <id> --agent NAME"), or add it in the setting defer.agents or in ~/.sf/defer/profiles.json.',
  );

async function resolveAgent(name: string, profiles: Profiles, agents: Agents): Promise<Chosen | Refusal> {
  const profile = profiles.get(name);
  if (!profile) {
    // A name that is none is not repeated.
    return refusal(
      /^[\w.-]{1,40}$/.test(name)
        ? l10n.t(
            'The entry names an agent, {0}, that has no profile here. There are: {1}. {2}',
            ...[name, namesOf(profiles), another()],
          )
        : l10n.t(
            'The entry names an agent that has no profile here. There are: {0}. {1}',
            namesOf(profiles),
            another(),
          ),
    );
  }
  if (isRefusal(profile)) {
    return profile;
  }
  const program = profile.executable || agents.env['DEFER_EXECUTOR'] || '';
  if (program === '') {
    return refusal(
      l10n.t('No executor is set. Set DEFER_EXECUTOR, or a profile "executor", to the path of a program.'),
    );
  }
  const executable = await agents.programs.find(program, agents.env, agents.folders);
  return isRefusal(executable) ? { ...executable, agent: name } : { name, profile, executable };
}

const namesOf = (profiles: Profiles): string => [...profiles.keys()].join(', ');

/** Every profile with its program or why it cannot be started, for `doctor`. */
export async function reportAgents(agents: Agents): Promise<readonly AgentReport[]> {
  const profiles = await loadProfiles(agents.home, agents.settings);
  if (isRefusal(profiles)) {
    return [{ name: 'profiles', path: null, can: [], problem: profiles.why }];
  }
  return Promise.all(
    [...profiles.keys()].map(async name => {
      const found = await resolveAgent(name, profiles, agents);
      const profile = profiles.get(name);
      const known = profile && !isRefusal(profile) && { caps: profile.caps ?? {} };
      return isRefusal(found)
        ? { name, path: null, can: [], ...known, problem: found.why, ...(found.missing && { missing: true }) }
        : { name, path: found.executable.path, ...known, ...standingOf(found, agents) };
    }),
  );
}

/**
 * What a profile whose program was found can do, and why not more. It agrees with what a run says. A batch file that
 * only cmd.exe can start takes no prompt as an argument. `platform`: tests pass another one.
 */
export function standingOf(
  { profile, executable }: Chosen,
  agents: Pick<Agents, 'env' | 'folders'>,
  platform: NodeJS.Platform = process.platform,
): Pick<AgentReport, 'can' | 'problem'> {
  const takes = ({ input }: Vectors): boolean => input !== 'argument' || !isOnlyForShell(executable, platform);
  const { unattended } = profile;
  const watched = abilitiesOf(profile, agents);
  return {
    can: watched.filter(each =>
      each === 'unattended' ? unattended !== undefined && takes(unattended) : takes(profile),
    ),
    problem: takes(profile) ? null : batchRefusal().why,
  };
}

function abilitiesOf(
  { keeper, unattended, ...vectors }: Profile,
  { env, folders }: Pick<Agents, 'env' | 'folders'>,
): readonly Ability[] {
  const learnsIds = keeper !== undefined && keeperOf(keeper, env, folders).find !== undefined;
  const goesOn = vectors.input === 'executor' || (vectors.resume !== undefined && (takesSession(vectors) || learnsIds));
  return ['fresh', ...(goesOn ? ['callback' as const] : []), ...(unattended ? ['unattended' as const] : [])];
}
