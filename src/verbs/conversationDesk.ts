import type { Keeper } from '../core/agent/launch.ts';
import type { Instant } from '../core/basics/time.ts';
import type { KnownConversation } from '../core/conversations/knownConversation.ts';

/** Which conversations are asked for. */
export interface ConversationAsk {
  /** Only conversations that are about one of these folders, or about one below it (not below the home). All where absent. */
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

/**
 * The conversations that agents keep on this machine (docs/conversations.md). `runner/` implements it; nothing of it is
 * loaded, and no store is looked at, before it is asked.
 */
export interface ConversationDesk {
  list(ask: ConversationAsk): Promise<ConversationList>;
  /** The conversation of an id, wherever it is about; undefined where no store on this machine has it. */
  find(id: string, agent?: Keeper): Promise<KnownConversation | undefined>;
  /**
   * How a conversation stands now, and what a person said in it after a moment; undefined where no store on this machine
   * has it. What the agent went on with by itself is no turn.
   */
  since(agent: Keeper, id: string, since: Instant): Promise<WentOn | undefined>;
  /**
   * The id that an entry's session stands for on this machine: the one that was kept under its name, else the one that
   * Defer gives a first run. `folder`: that of the schedule. `agent`: the profile's name.
   */
  idOf(folder: string, name: string, agent: string): Promise<string>;
}
