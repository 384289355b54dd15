import { isAbsolute } from 'node:path';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { isRefusal, refusal } from '../../core/basics/refusal.ts';
import { fromIso, type Clock, type Instant } from '../../core/basics/time.ts';
import type { Keeper as KeeperName } from '../../core/agent/launch.ts';
import { stateOf, type KnownConversation, type ReachedLimit } from '../../core/conversations/knownConversation.ts';
import { needsWords, reachedLimit } from '../../core/conversations/limitStop.ts';
import type { Reading, Stop } from '../../core/conversations/reading.ts';
import { findLimit, type LimitContext } from '../../core/when/usageLimit.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { agentsFor, chooseAgent, type Agents, type AgentsOptions } from '../agents/agents.ts';
import { isSessionId } from '../agents/session.ts';
import { toolEnvironment } from '../exec/environment.ts';
import type { ToolProcess, TranscriptFile } from '../keepers/keeper.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { Slices } from '../keepers/slices.ts';
import { ConversationStore, type Kept } from './conversationStore.ts';

/** What a look needs to know. */
export interface LookOptions extends AgentsOptions {
  readonly clock: Clock;
  /** The IANA zone of a clock time in a notice. */
  readonly zone: () => string;
}

/** How long a title and a notice are, in characters. */
const [TITLE, NOTICE] = [200, 500];

/** Reads ISO times, and nothing else. */
const parseIso: LimitContext['parse'] = text => fromIso(text) ?? refusal('It is no ISO time.');

const loadReader = loadOnce(async () => (await import('../../core/when/parseMoment.ts')).parseMoment);

/** Reads what the tools keep, and gives it as conversations. It keeps what it has read of files that do not change. */
export class ConversationLooks {
  private readonly options: LookOptions;
  private readonly store = new ConversationStore();
  /** What does not change while a file does not: the texts as they may be shown. */
  private readonly shown = new WeakMap<Reading, { readonly title: string; readonly notice: string }>();

  constructor(options: LookOptions) {
    this.options = options;
  }

  /** What each of some tools has. */
  async look(names: readonly KeeperName[], wanted: Wanted): Promise<readonly Looked[]> {
    const slices = new Slices();
    const agents = agentsFor(this.options);
    const folders = new Map<string, string>();
    const real = (folder: string): string => {
      const known = folders.get(folder) ?? realFolder(folder);
      folders.set(folder, known);
      return known;
    };
    const lookAt = (name: KeeperName): Promise<Looked> => this.lookAt(name, agents, slices, real, wanted);
    // One that has to be asked takes its time; the stores of the others are looked through meanwhile, one by one.
    const isSlow = (name: KeeperName): boolean => keeperOf(name, agents.env, agents.folders).teller !== undefined;
    const slow = Promise.all(names.filter(isSlow).map(lookAt));
    const looks: Looked[] = [];
    for (const name of names.filter(each => !isSlow(each))) {
      looks.push(await lookAt(name));
    }
    return [...looks, ...(await slow)];
  }

  private async lookAt(
    name: KeeperName,
    agents: Agents,
    slices: Slices,
    real: (folder: string) => string,
    { isWanted, isFile, isFresh = false }: Wanted,
  ): Promise<Looked> {
    const keeper = keeperOf(name, agents.env, agents.folders);
    const now = this.options.clock.now();
    const { kept, older, unknown } = await this.store.look(name, keeper, {
      ...{ now, slices, isFresh, tool: () => toolOf(name, agents) },
      ...(isFile && { isWanted: isFile }),
    });
    const here = kept
      .filter(({ reading }) => isSessionId(reading.id) && isWhole(reading.folder))
      .map(one => ({ ...one, folder: real(one.reading.folder) }))
      .filter(({ folder }) => isWanted(folder));
    const held = await keeper.files?.held?.(new Set(here.map(({ reading }) => reading.id)), slices);
    const found: Found[] = [];
    for (const one of here) {
      const conversation = await this.toKnown(name, one, one.folder, held?.has(one.reading.id) === true);
      found.push({ conversation, path: one.path });
      if (slices.isOver) {
        await slices.next();
      }
    }
    return { name, found, older, unknown };
  }

  private async toKnown(
    agent: KeeperName,
    { reading, writtenAt }: Kept,
    folder: string,
    isHeld: boolean,
  ): Promise<KnownConversation> {
    const { newest } = reading;
    const { title, notice } = this.textsOf(reading);
    const activeAt = newest?.at ?? writtenAt;
    const now = this.options.clock.now();
    const state = stateOf(reading, { now, writtenAt, isHeld });
    return {
      ...{ agent, id: reading.id, folder, title, startedAt: reading.startedAt ?? activeAt, activeAt, writtenAt },
      ...{ state, isHeld },
      ...(state === 'limit' &&
        newest?.kind === 'limit' && { limit: await this.limitOf(newest.stop, notice, activeAt) }),
    };
  }

  private async limitOf(stop: Stop, notice: string, at: Instant): Promise<ReachedLimit> {
    return reachedLimit(stop, notice, at, needsWords(stop, at) ? await this.resetIn(notice, at) : undefined);
  }

  /**
   * The reset that a notice names. The reader of times is large, and not loaded for a notice that gives an ISO time.
   */
  private async resetIn(notice: string, at: Instant): Promise<Instant | undefined> {
    const context = { now: at, zone: this.options.zone() };
    const found =
      findLimit(notice, { ...context, parse: parseIso }) ??
      findLimit(notice, { ...context, parse: await loadReader() });
    return found?.at;
  }

  private textsOf(reading: Reading): { readonly title: string; readonly notice: string } {
    const known = this.shown.get(reading);
    const { newest } = reading;
    const texts = known ?? {
      title: cleanLine(reading.title, TITLE),
      notice: newest?.kind === 'limit' ? cleanLine(newest.stop.notice, NOTICE) : '',
    };
    this.shown.set(reading, texts);
    return texts;
  }
}

/** What is looked for. */
export interface Wanted {
  /** Whether a conversation that belongs to this folder is wanted. */
  readonly isWanted: (folder: string) => boolean;
  /** Whether a file may hold what is wanted: no others are opened. */
  readonly isFile?: (file: TranscriptFile) => boolean;
  /** Whether a tool that has to be asked is asked though it was a moment ago. */
  readonly isFresh?: boolean | undefined;
}

/** A conversation, and its file where it is one. */
export interface Found {
  readonly conversation: KnownConversation;
  readonly path: string | undefined;
}

/** What was found of one tool. */
export interface Looked {
  readonly name: KeeperName;
  readonly found: readonly Found[];
  readonly older: number;
  readonly unknown: number;
}

/**
 * Whether a folder is an absolute path of this machine. On Windows, only looking at `\\host\share` would contact that
 * host.
 */
const isWhole = (folder: string): boolean => isAbsolute(folder) && !/^[\\/]{2}/.test(folder);

/** The program of a tool that is asked, and what it is given; undefined where it is not there. */
export async function toolOf(name: KeeperName, agents: Agents): Promise<ToolProcess | undefined> {
  const chosen = await chooseAgent(name, agents);
  if (isRefusal(chosen)) {
    return undefined;
  }
  const { path: executable, calledAs } = chosen.executable;
  return {
    executable,
    calledAs,
    env: await toolEnvironment(agents.env, { folders: agents.folders, cwd: agents.home }),
  };
}
