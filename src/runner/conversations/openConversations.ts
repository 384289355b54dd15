import { homedir } from 'node:os';
import { realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Clock, Instant } from '../../core/basics/time.ts';
import { KEEPERS, type Keeper as KeeperName } from '../../core/agent/launch.ts';
import { byActivity, stateOf, type KnownConversation } from '../../core/conversations/knownConversation.ts';
import { reachedLimit } from '../../core/conversations/limitStop.ts';
import type { Reading } from '../../core/conversations/reading.ts';
import { turnsSince } from '../../core/conversations/turnsSince.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isInside } from '../../store/disk/inside.ts';
import type { ConversationAsk, ConversationDesk, ConversationList, WentOn } from '../../verbs/conversationDesk.ts';
import { agentsFor, chooseAgent, type Agents, type AgentsOptions } from '../agents/agents.ts';
import { isSessionId, rememberedSession, sessionUuid } from '../agents/session.ts';
import { toolEnvironment } from '../exec/environment.ts';
import { hashOf } from '../home/homeFiles.ts';
import type { ToolProcess, TranscriptFile } from '../keepers/keeper.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { Slices } from '../keepers/slices.ts';
import { withTranscript } from '../keepers/storeFiles.ts';
import { ConversationStore, type Kept } from './conversationStore.ts';

/** What a surface brings to look at conversations. */
export interface ConversationOptions extends AgentsOptions {
  readonly clock: Clock;
  /** The IANA zone of a clock time in a notice. */
  readonly zone: () => string;
}

/** How long a title and a notice are, in characters. */
const [TITLE, NOTICE] = [200, 500];

/** How much of the end of a file is looked through for turns, in bytes. */
const MOST_TURNS = 4 * 1024 * 1024;

const loadReader = loadOnce(async () => (await import('../../core/when/parseMoment.ts')).parseMoment);

/** Looks at the stores of the agents on this machine. One for a process: it keeps what it has read. */
export const openConversations = (options: ConversationOptions): ConversationDesk => new Conversations(options);

class Conversations implements ConversationDesk {
  private readonly options: ConversationOptions;
  private readonly store = new ConversationStore();
  /** What does not change while a file does not: the texts as they may be shown. */
  private readonly shown = new WeakMap<Reading, { readonly title: string; readonly notice: string }>();

  constructor(options: ConversationOptions) {
    this.options = options;
  }

  async list({ folders, agent }: ConversationAsk): Promise<ConversationList> {
    const home = realOf(homedir());
    const wanted = folders?.map(realOf);
    const isWanted = (folder: string): boolean =>
      wanted === undefined || wanted.some(each => folder === each || (each !== home && isInside(folder, each)));
    const looks = await this.look(agent === undefined ? KEEPERS : [agent], { isWanted });
    return {
      conversations: looks.flatMap(({ found }) => found.map(({ conversation }) => conversation)).sort(byActivity),
      older: looks.reduce((sum, look) => sum + look.older, 0),
      problems: looks.flatMap(({ name, unknown }) =>
        unknown === 0 ? [] : [`${name}: what it keeps in ${unknown} of its files is in no form that Defer knows.`],
      ),
    };
  }

  async find(id: string, agent?: KeeperName): Promise<KnownConversation | undefined> {
    return (await this.seek(id, agent))?.conversation;
  }

  async since(agent: KeeperName, id: string, since: Instant): Promise<WentOn | undefined> {
    const found = await this.seek(id, agent);
    if (!found || found.conversation.writtenAt <= since) {
      return found && { conversation: found.conversation, turns: 0, isWhole: true };
    }
    const { conversation, path } = found;
    const agents = agentsFor(this.options);
    const { files, teller } = keeperOf(agent, agents.env, agents.folders);
    if (files && path !== undefined) {
      const told = withTranscript(path, open => turnsSince(open.ends(0, MOST_TURNS), files.turnIn, since));
      return { conversation, ...(told ?? { turns: 0, isWhole: false }) };
    }
    const tool = await toolOf(agent, agents);
    const turns = tool && (await teller?.turnsSince(tool, id, since));
    return { conversation, turns: turns ?? 0, isWhole: turns !== undefined };
  }

  async idOf(folder: string, name: string, agent: string): Promise<string> {
    const real = realOf(folder);
    return (await rememberedSession(this.options.home, hashOf(real, name), agent)) ?? sessionUuid(real, name);
  }

  private async seek(id: string, agent: KeeperName | undefined): Promise<Found | undefined> {
    const wanted = { isWanted: () => true, isFile: ({ name }: TranscriptFile) => id.startsWith(name) };
    const looks = await this.look(agent === undefined ? KEEPERS : [agent], wanted);
    return looks.flatMap(({ found }) => found).find(({ conversation }) => conversation.id === id);
  }

  private async look(names: readonly KeeperName[], wanted: Wanted): Promise<readonly Looked[]> {
    const slices = new Slices();
    const agents = agentsFor(this.options);
    const folders = new Map<string, string>();
    const real = (folder: string): string => {
      const known = folders.get(folder) ?? realOf(folder);
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
    { isWanted, isFile }: Wanted,
  ): Promise<Looked> {
    const keeper = keeperOf(name, agents.env, agents.folders);
    const now = this.options.clock.now();
    const { kept, older, unknown } = await this.store.look(name, keeper, {
      ...{ now, slices, tool: () => toolOf(name, agents) },
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
    const zone = this.options.zone();
    return {
      ...{ agent, id: reading.id, folder, title, startedAt: reading.startedAt ?? activeAt, activeAt, writtenAt },
      ...{ state, isHeld },
      ...(state === 'limit' &&
        newest?.kind === 'limit' && {
          limit: reachedLimit(newest.stop, notice, { now: activeAt, zone, parse: await loadReader() }),
        }),
    };
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

interface Wanted {
  readonly isWanted: (folder: string) => boolean;
  readonly isFile?: (file: TranscriptFile) => boolean;
}

/** A conversation, and its file where it is one. */
interface Found {
  readonly conversation: KnownConversation;
  readonly path: string | undefined;
}

interface Looked {
  readonly name: KeeperName;
  readonly found: readonly Found[];
  readonly older: number;
  readonly unknown: number;
}

/** On Windows a path may name another machine, which only to look at it would greet. */
const isWhole = (folder: string): boolean => isAbsolute(folder) && !/^[\\/]{2}/.test(folder);

function realOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}

/** The program of a tool that is asked, and what it is given; undefined where it is not there. */
async function toolOf(name: KeeperName, agents: Agents): Promise<ToolProcess | undefined> {
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
