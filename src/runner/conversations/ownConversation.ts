import type { Keeper } from '../../core/agent/launch.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { isJustWritten, type KnownConversation } from '../../core/conversations/knownConversation.ts';

/** The variables in which tools tell the processes that they start which conversation they belong to. */
const ID_VARIABLES: ReadonlyMap<Keeper, string> = new Map([
  ['claude', 'CLAUDE_CODE_SESSION_ID'],
  ['codex', 'CODEX_THREAD_ID'],
  ['copilot', 'COPILOT_AGENT_SESSION_ID'],
]);

/** The variables by which the others only tell that they started a process. */
const MARKS: ReadonlyMap<Keeper, string> = new Map([
  ['gemini', 'GEMINI_CLI'],
  ['opencode', 'OPENCODE_PID'],
]);

/** Who asks for their own conversation. */
export interface Asker {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * `call`: a process for one command. `server`: one that was started with an agent and lives on, while that may have
   * begun another conversation. `window`: an editor, whose own agents are none of these tools.
   */
  readonly kind: 'call' | 'server' | 'window';
  /** The name that a client of a server goes by; it may be anything. */
  readonly client?: string | undefined;
  /** The tool that they say they are. */
  readonly agent?: Keeper | undefined;
}

/** Where conversations are looked for. */
export interface Lookup {
  readonly now: Instant;
  find(id: string, agent: Keeper): Promise<KnownConversation | undefined>;
  /** Those of a tool in the folder that the asker is about, as they are now. */
  here(agent: Keeper): Promise<readonly KnownConversation[]>;
  /** Waits a little before another look at a tool's conversations; false where that would start the tool again. */
  again(agent: Keeper): Promise<boolean>;
}

/** How many times to look: a tool may call before it has written the first words of its conversation. */
const LOOKS = 5;

/** What this look finds, or one of the next few. */
async function soon<Found>(
  again: () => Promise<boolean>,
  look: () => Promise<Found>,
  isThere: (found: Found) => boolean,
): Promise<Found> {
  let found = await look();
  for (let looks = 1; looks < LOOKS && !isThere(found) && (await again()); looks += 1) {
    found = await look();
  }
  return found;
}

const NOT_INSIDE = refusal(
  'This was not called from a conversation with an agent, so "this" means none. Give an id: "defer conversations" lists them.',
);

/**
 * The conversation that asks. A tool that names its conversation to what it starts is believed; of one that does not it
 * is the only one in this folder that is being written right now. Nothing is guessed.
 */
export async function ownConversation(asker: Asker, lookup: Lookup): Promise<KnownConversation | Refusal> {
  const agent = agentOf(asker);
  if (isRefusal(agent)) {
    return agent;
  }
  const id = asker.env[ID_VARIABLES.get(agent.name) ?? ''];
  const again = (): Promise<boolean> => lookup.again(agent.name);
  const named = id
    ? await soon(
        again,
        () => lookup.find(id, agent.name),
        one => one !== undefined,
      )
    : undefined;
  if (id && !named) {
    return refusal(`${agent.name} does not keep this conversation, so it cannot be continued later.`);
  }
  if (named && (asker.kind === 'call' || isJustWritten(named.writtenAt, lookup.now))) {
    return named;
  }
  const written = await soon(
    again,
    async () => (await lookup.here(agent.name)).filter(({ writtenAt }) => isJustWritten(writtenAt, lookup.now)),
    found => found.length > 0,
  );
  const [only] = written;
  if (only && written.length === 1) {
    return only;
  }
  return refusal(
    only
      ? `${written.length} conversations of ${agent.name} are active in this folder, so Defer cannot tell which one this is. Give the id of one.`
      : `No conversation of ${agent.name} is active in this folder, so Defer cannot tell which one this is. Give its id.`,
  );
}

/** The tool that asks. */
function agentOf({ env, kind, client, agent }: Asker): { readonly name: Keeper } | Refusal {
  if (kind === 'window') {
    return NOT_INSIDE;
  }
  const variables = [...ID_VARIABLES, ...MARKS];
  const told = variables.flatMap(([name, variable]) => (env[variable] ? [name] : []));
  // Codex passes nothing on to its servers.
  const said =
    kind === 'server' ? variables.map(([name]) => name).filter(name => client?.toLowerCase().includes(name)) : [];
  const inside = said.length === 1 ? said : told;
  const names = agent === undefined ? inside : inside.filter(name => name === agent);
  const [name] = names;
  if (name === undefined) {
    return NOT_INSIDE;
  }
  return names.length === 1
    ? { name }
    : refusal(`This was called from more than one agent: ${names.join(', ')}. Choose one with --agent.`);
}
