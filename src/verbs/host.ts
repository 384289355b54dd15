import type { Approvable } from '../core/agent/approval.ts';
import type { Entry } from '../core/entry/entry.ts';
import type { ApprovalMark, Grant } from '../core/agent/grant.ts';
import type { Caps, LaunchPlan } from '../core/agent/launch.ts';
import type { Limits } from '../core/entry/runLimits.ts';
import type { Refusal } from '../core/basics/refusal.ts';
import type { ChangedFile } from '../core/rows/runChanges.ts';
import type { Alive, Run } from '../core/rows/runEvents.ts';
import type { WorkPlace } from '../core/rows/workPlace.ts';
import type { Clock, Instant } from '../core/basics/time.ts';
import type { WallTime } from '../core/basics/wallClock.ts';
import type { DayHours } from '../core/when/readingContext.ts';
import type { TerminalStyle } from '../render/text/terminalStyle.ts';
import type { Ledger } from '../store/ledger.ts';
import type { ActLog } from '../store/actLog.ts';
import type { UndoJournal } from '../store/undoJournal.ts';
import type { ApprovalAsking, Question } from './question.ts';
import type { ConversationDesk } from './conversationDesk.ts';
import type { ResultDesk } from './resultDesk.ts';
import type { Caller, HandoffFile } from '../render/export/handoff/calling.ts';
import type { ProgramCall } from '../render/export/hookText.ts';

/** What a verb may touch. Every surface brings its own. */
export interface Host {
  /** The schedules there are; `add` writes to the first. */
  readonly ledgers: readonly Ledger[];
  /** The folder that whoever asks is in, a real path; absent where the surface has none. */
  readonly here?: string;
  readonly clock: Clock;
  /** The IANA zone in which times are typed and shown. */
  readonly zone: string;
  /** What this machine's clock shows, where `zone` is the machine's: a third of the time that its name takes. */
  readonly wallOf?: (at: Instant) => WallTime;
  /** When a bare day means, where the person's settings say so; else 09:00. */
  readonly morning?: { readonly hour: number; readonly minute: number };
  /** What the other parts of a day mean, where the person's settings say so. */
  readonly hours?: DayHours;
  /** Who is asking, as `created_by` has it: `user`, `cli`, `agent:<name>`. */
  readonly author: string;
  /** Whether an agent that Defer started is asking, in whatever name. */
  readonly underAgent?: boolean;
  readonly newId: () => string;
  /** The tool that Defer stands in for, its own store, and the folder for archives in place of `.sf/archive`. */
  readonly runtime?: { readonly name: 'agent-defer'; readonly tasks: string; readonly archive: string };
  /** What `say` is put on, where it has a width or colours. */
  readonly style?: TerminalStyle;
  /** Whether a run whose end is not written may still be going on. */
  readonly alive: Alive;
  readonly launcher: Launcher;
  /** What this machine keeps of runs beside the schedule; absent where nothing of that may be read. */
  readonly records?: RunRecords;
  /** The conversations that agents keep here; loaded when it is called. Absent where nobody may look at them. */
  readonly conversations?: () => Promise<ConversationDesk>;
  /** Why nothing of conversations is read: the person turned them off, or does not trust the workspace. */
  readonly conversationsOff?: 'setting' | 'restricted';
  /** What runs in worktrees left; loaded when it is called, `mayHaveResults` without. Absent for agents. */
  readonly results?: () => Promise<ResultDesk>;
  readonly mayHaveResults?: () => boolean;
  /** What an agent is told that goes on in a conversation which a limit stopped, where the person's settings say so. */
  readonly goOn?: string;
  /** Whether runs are started by a click, which may be a slip: one that is not due yet is asked about. */
  readonly asksEarly?: true;
  /** What starts what is allowed, in a sentence; undefined where this surface does so by itself. */
  readonly starter?: () => string | undefined;
  /** The text of a file that a person names, `-` the standard input; absent where no file may be read. */
  readonly readFile?: (name: string) => Promise<{ readonly text: string } | Refusal>;
  /** What this person approved on this machine; absent where the surface is not one of a person. */
  readonly approvals?: Approvals;
  /** What this person did last, so that it can be undone; absent where nobody keeps it. */
  readonly undo?: UndoJournal;
  /** What the acts of one gesture have in common, so that they are undone together. */
  readonly batch?: string;
  /** The log of what is done; absent where none is kept. */
  readonly actLog?: ActLog;
  /** How Defer is called without a person; where the surface cannot tell, nothing is handed off. */
  readonly handoff?: () => Promise<HandoffWriter>;
  /** Shows a person what is about to happen and asks; false where nobody can be asked. */
  readonly confirm: (question: Question) => Promise<boolean>;
  /** Asks whether an entry may run without a person, where the surface can show it live; else `confirm` does. */
  readonly askToAllow?: (asking: ApprovalAsking) => Promise<boolean>;
}

/** What a machine keeps of runs beside the schedule. What it is asked for may come from the file, and be anything. */
export interface RunRecords {
  /** A rendered prompt by its SHA-256, and where it is; undefined where this machine does not have it. */
  prompt(sha: string): Promise<Kept | undefined>;
  /** The end of what an agent printed while nobody watched, by the run's token, and where it is. */
  output(token: string): Promise<Kept | undefined>;
  /** The files that a run changed, by its token; undefined where this machine does not know. */
  changes(token: string): Promise<readonly ChangedFile[] | undefined>;
  /**
   * Remembers the conversation of a run under a name, so that entries of the folder with that session continue it.
   * False where it is not known that this machine had that run.
   */
  keepSession(run: KeptSession, folder: string, name: string): Promise<boolean>;
}

/** Which run had which conversation with which agent. */
export interface KeptSession {
  readonly token: string;
  /** Absent where the schedule does not tell: then what this machine knows of the run. */
  readonly session?: string | undefined;
  readonly agent: string;
}

/** A text that is kept in a file. */
export interface Kept {
  readonly path: string;
  readonly text: string;
}

/** What an approval of an entry covers as it is now, and what was approved before. */
export interface Approval {
  readonly mark: ApprovalMark | false;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  readonly content: Approvable;
  readonly before?: Grant & { readonly content: Approvable };
}

/** How many runs without a person were started today on this machine, and what limits them. */
export interface Usage {
  readonly runs: number;
  readonly limits: Limits;
}

/**
 * What a person allows to run without them on this machine (docs/running.md, "At most once"). `runner/` implements it,
 * outside of every workspace; the launcher asks it before every start that nobody watches.
 */
export interface Approvals {
  /** How an open entry stands; refused where it could not run without a person, approved or not. */
  look(ledger: Ledger, entry: Entry): Promise<Approval | Refusal>;
  /** The marks of a schedule's open entries that have one, by id, as the schedule was read last. */
  marks(ledger: Ledger): Promise<ReadonlyMap<string, ApprovalMark>>;
  /** Approves what has been shown under this hash, from now on; refused where the entry is another by now. */
  allow(ledger: Ledger, entry: Entry, hash: string): Promise<Refusal | undefined>;
  /** Takes an approval back; false where there is none. */
  revoke(ledger: Ledger, entry: Entry): Promise<boolean>;
  /**
   * Notes that somebody dealt with an entry by hand, so that an approval of it is used for that time, and of one that
   * is closed or paused (`isOver`) for every time. `entry`: as it was before. `next`: the slot of a repeat that it
   * stands for afterwards (ms UTC). That one is not dealt with.
   */
  settle(ledger: Ledger, entry: Entry, at: Instant, isOver: boolean, next?: number): Promise<void>;
  /** Notes that a person dealt with an entry, so that the failures of its automatic runs up to then no longer count. */
  looked(ledger: Ledger, id: string, at: Instant): Promise<void>;
  /**
   * The open entries of a schedule whose automatic runs this machine saw fail too often in a row, as the schedule was
   * read last, each with the token of the first of those runs.
   */
  held(ledger: Ledger): Promise<ReadonlyMap<string, string>>;
  /** A person undid what they did at a moment, or resumed what they paused: the approval is as it was before that. */
  takeBack(ledger: Ledger, id: string, at?: Instant): Promise<void>;
  /** By the given schedules and by what this home has counted; refused where the limits cannot be read. */
  usage(ledgers: readonly Ledger[]): Promise<Usage | Refusal>;
  /** Why approvals count for nothing here, such as a folder that others can write to. */
  problem(): Promise<string | undefined>;
}

/** An agent profile as `doctor` shows it. */
export interface AgentReport {
  readonly name: string;
  /** The executable as an absolute real path; null where it was not found or may not be used. */
  readonly path: string | null;
  /**
   * Its abilities: `fresh`, `callback`, `unattended`. Empty where its program is missing. Where there is a problem,
   * those that remain.
   */
  readonly can: readonly Ability[];
  /** What its tool can be told to keep, by the names of a budget; absent where its profile cannot be read. */
  readonly caps?: Caps;
  /** Why a person cannot start it, and what to do. */
  readonly problem: string | null;
  /** Whether its program is not on this machine. */
  readonly missing?: true;
}

/** What an agent can do: begin conversations, continue them, work while nobody watches. */
export type Ability = 'fresh' | 'callback' | 'unattended';

/**
 * How a start went: `ended` with an exit code where the surface waits for the end, else it goes on in a terminal.
 * `stopped`: this process itself was asked to stop meanwhile, so nothing else is to be started.
 */
export type Started = Readonly<{ state: 'ended'; exitCode: number; stopped?: true } | { state: 'started' }>;

/** How a run is asked for. */
export interface PlanOptions {
  /** Also when the end of an earlier run was lost. */
  readonly again: boolean;
  /** Whether nobody watches: not started by a click. */
  readonly unattended?: boolean;
  /** Whether a failure is retried automatically, as it always is in an unattended run. */
  readonly retry?: boolean;
  /** Whether a new conversation is begun from what the entry says, whatever its mode is. */
  readonly fresh?: boolean;
  /** Where the person wants this one run, whatever the entry says. */
  readonly place?: WorkPlace | undefined;
  /** For showing only: what would refuse a run that nobody watches is not asked; `start` asks it all the same. */
  readonly preview?: boolean;
  /** The past run whose conversation is to be opened again, instead of a new run. */
  readonly reopens?: Run;
  /** The git remote that has to grant the claim as well. */
  readonly claimRemote?: string | undefined;
}

/** A conversation that is to be opened, as the tool's own store tells of it. */
export interface Opening {
  /** The profile's name. */
  readonly agent: string;
  /** The id that the tool resumes it by. */
  readonly id: string;
  /** The folder that it belongs to: a real path. */
  readonly folder: string;
}

/** The one way an agent is started (docs/running.md). `runner/` implements it; surfaces differ in where it shows. */
export interface Launcher {
  /** What would be started, or why not. Starts and writes nothing. */
  plan(ledger: Ledger, entry: Entry, options: PlanOptions): Promise<LaunchPlan | Refusal>;
  /** Claims the occurrence and starts the runner; a refusal where somebody else has it. */
  start(ledger: Ledger, plan: LaunchPlan): Promise<Started | Refusal>;
  /** Stops the run of an entry on this machine. */
  stop(ledger: Ledger, entry: Entry): Promise<Stopped | Refusal>;
  /** What opens a conversation of this machine for a person, without a prompt, or why not. Starts nothing. */
  planOpening(opening: Opening): Promise<LaunchPlan | Refusal>;
  agents(): Promise<readonly AgentReport[]>;
}

/** The result of stopping a run. `hasEnded`: false where it was asked to end, and has not yet. */
export interface Stopped {
  readonly hasEnded: boolean;
}

/** Says how Defer is called on this machine, and writes files for those who are to call it. */
export interface HandoffWriter {
  /** What starts the command line, whatever the folder. */
  program(): Promise<ProgramCall>;
  caller(ledger: Ledger): Promise<Caller>;
  /** Gives the paths of the files; refused where one is there, or no plain file. Throws where the disk refuses. */
  write(
    out: string,
    files: readonly HandoffFile[],
    force: boolean,
  ): Promise<{ readonly paths: readonly string[] } | Refusal>;
}

/** Whether an agent is asking. It may do less without a person. */
export const isAgent = (host: Host): boolean => host.underAgent === true || host.author.startsWith('agent:');
