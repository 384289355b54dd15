import type { Keeper } from '../core/agent/launch.ts';
import type { Refusal } from '../core/basics/refusal.ts';
import type { Entry } from '../core/entry/entry.ts';
import type { Instant } from '../core/basics/time.ts';
import type { KnownConversation } from '../core/conversations/knownConversation.ts';

/** Which conversations are asked for. */
export interface ConversationAsk {
  /**
   * Only conversations that are about one of these folders, or about one below it (not below the home). All where
   * absent.
   */
  readonly folders?: readonly string[] | undefined;
  /** Only those of this tool. */
  readonly agent?: Keeper | undefined;
}

/** Conversations, and what could not be told. */
export interface ConversationList {
  /** The newest first. */
  readonly conversations: readonly KnownConversation[];
  /** How many older ones were not looked at: only the newest of each tool are. */
  readonly older: number;
  /** What could not be read, a line for each tool. */
  readonly problems: readonly string[];
}

/** What became of a conversation since a moment. */
export interface WentOn {
  readonly conversation: KnownConversation;
  /** How often a person said something since; at least so often where not `isWhole`. */
  readonly turns: number;
  readonly isWhole: boolean;
}

/** Where a conversation is that belongs to a worktree of a run. */
export interface InWorktree {
  /** The folder of the schedule that the run came from: a real path. */
  readonly folder: string;
  /** The run whose conversation it is; absent where somebody began it there by hand. */
  readonly run?: {
    readonly token: string;
    /** The profile's name. */
    readonly agent: string;
    /** The folder of its work, from that of the schedule on. */
    readonly cwd: string;
  };
}

/** How the tool of a profile keeps its conversations. */
export interface KeeperOfProfile {
  /** Which keeper's format they have; undefined where Defer cannot look for them. */
  readonly keeper: Keeper | undefined;
  /** Whether the tool itself has to be started to list them. */
  readonly isAsked: boolean;
}

/**
 * The conversations that agents keep on this machine (docs/conversations.md). `runner/` implements it; nothing of it is
 * loaded, and no store is looked at, before it is asked.
 */
export interface ConversationDesk {
  list(ask: ConversationAsk): Promise<ConversationList>;
  /** The conversation of an id, wherever it is about; undefined where no store on this machine has it. */
  find(id: string, agent?: Keeper): Promise<KnownConversation | undefined>;
  /**
   * How a conversation stands now, and what a person said in it after a moment; undefined where no store on this
   * machine has it. What the agent did by itself is no turn, nor is the prompt of a run of Defer.
   */
  since(agent: Keeper, id: string, since: Instant): Promise<WentOn | undefined>;
  /**
   * The conversation that asks, where an agent does; refused where that cannot be told. `folder`: the one that it is
   * about. `here`: the one that whoever asks is in; a worktree of a run there counts instead. `client`: what a client
   * of the MCP server calls itself. `agent`: which one it says it is.
   */
  own(
    folder: string,
    asker: { readonly here?: string | undefined; readonly client?: string; readonly agent?: Keeper | undefined },
  ): Promise<KnownConversation | Refusal>;
  /** The worktree of a run that a conversation is in; undefined where it belongs to another folder. */
  worktreeOf(conversation: KnownConversation): Promise<InWorktree | undefined>;
  /** How the tool of a profile keeps its conversations; refused where there is no such profile. */
  keeperOf(profile: string): Promise<KeeperOfProfile | Refusal>;
  /**
   * The id of the conversation that an entry continues on this machine: the one that was kept for its session, else
   * the one that Defer gives a first run; undefined where it was another machine's. `folder`: that of the schedule.
   * `agent`: the profile's name.
   */
  idOf(folder: string, entry: Pick<Entry, 'id' | 'session'>, agent: string): Promise<string | undefined>;
  /**
   * Remembers on this machine that an entry continues a conversation; gives the name of it for the entry's session.
   * Throws a StoreFault where the disk refuses.
   */
  keep(id: string, entry: { readonly folder: string; readonly id: string; readonly agent: string }): Promise<string>;
  /**
   * Remembers the conversation of a run, so that entries of the folder go on with it where the run worked; gives the
   * session's name. Faults as for `keep`.
   */
  keepOfRun(
    id: string,
    run: { readonly folder: string; readonly token: string; readonly agent: string },
  ): Promise<string>;
}
