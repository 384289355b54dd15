import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { KEEPERS, type Keeper as KeeperName } from '../../core/agent/launch.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { boundSession, isBoundSession } from '../../core/conversations/boundSession.ts';
import { byActivity, type KnownConversation } from '../../core/conversations/knownConversation.ts';
import { turnsSince } from '../../core/conversations/turnsSince.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import type {
  ConversationAsk,
  ConversationDesk,
  ConversationList,
  InWorktree,
  KeeperOfProfile,
  WentOn,
} from '../../verbs/conversationDesk.ts';
import { agentsFor } from '../agents/agents.ts';
import { ownRunsIn, withoutOwnTurns } from '../agents/ownRuns.ts';
import { loadProfiles } from '../agents/profileFile.ts';
import { rememberedSession, rememberSession, sessionKeyOf, sessionUuid } from '../agents/session.ts';
import type { TranscriptFile } from '../keepers/keeper.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { withTranscript } from '../keepers/storeFiles.ts';
import { ConversationLooks, toolOf, type Found, type LookOptions } from './conversationLooks.ts';
import { ownConversation, type Asker } from './ownConversation.ts';
import { runsAround, worktreeOf } from './runConversation.ts';

/** What a surface brings to look at conversations. */
export interface ConversationOptions extends LookOptions {
  /** What kind of process this is, to those who ask for their own conversation. */
  readonly asker: Asker['kind'];
}

/** How much of the end of a file is looked through for turns, in bytes. */
const MOST_TURNS = 4 * 1024 * 1024;

/** How long a conversation that is about to be written is waited for, in ms, before another look. */
const BETWEEN_LOOKS = 300;

/** Reads the stores of the agents on this machine. One for a process: it keeps what it has read. */
export const openConversations = (options: ConversationOptions): ConversationDesk => new Conversations(options);

class Conversations implements ConversationDesk {
  private readonly options: ConversationOptions;
  private readonly looks: ConversationLooks;

  constructor(options: ConversationOptions) {
    this.options = options;
    this.looks = new ConversationLooks(options);
  }

  list(ask: ConversationAsk): Promise<ConversationList> {
    return this.listed(ask, false);
  }

  private async listed({ folders, agent }: ConversationAsk, isFresh: boolean): Promise<ConversationList> {
    const home = realFolder(homedir());
    const wanted = folders?.map(realFolder);
    const isWanted = (folder: string): boolean =>
      wanted === undefined || wanted.some(each => folder === each || (each !== home && isInside(folder, each)));
    const looks = await this.looks.look(agent === undefined ? KEEPERS : [agent], { isWanted, isFresh });
    return {
      conversations: looks.flatMap(({ found }) => found.map(({ conversation }) => conversation)).sort(byActivity),
      older: looks.reduce((sum, look) => sum + look.older, 0),
      problems: looks.flatMap(({ name, unknown }) =>
        unknown === 0
          ? []
          : [
              unknown === 1
                ? l10n.t('{0}: 1 file is in a format that Defer does not know.', name)
                : l10n.t('{0}: {1} files are in a format that Defer does not know.', name, unknown),
            ],
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
    const own = await ownRunsIn(this.options.home, id);
    if (files && path !== undefined) {
      const text = withTranscript(path, open => open.ends(0, MOST_TURNS));
      if (!text) {
        return { conversation, turns: 0, isWhole: false };
      }
      const { isWhole } = turnsSince(text, files.turnIn, since);
      const turns = await withoutOwnTurns(since, own, moment => turnsSince(text, files.turnIn, moment).turns);
      return { conversation, turns, isWhole };
    }
    const tool = await toolOf(agent, agents);
    let isWhole = tool !== undefined;
    const turns = await withoutOwnTurns(since, own, async moment => {
      const told = tool && (await teller?.turnsSince(tool, id, moment));
      isWhole &&= told !== undefined;
      return told ?? 0;
    });
    return { conversation, turns, isWhole };
  }

  async own(
    folder: string,
    {
      here = folder,
      client,
      agent,
    }: { readonly here?: string | undefined; readonly client?: string; readonly agent?: KeeperName | undefined },
  ): Promise<KnownConversation | Refusal> {
    const { env, asker, clock, home } = this.options;
    const [run] = await runsAround(home, realFolder(here));
    const folders = [run?.worktree ?? folder];
    return ownConversation(
      { env, kind: asker, client, agent },
      {
        now: clock.now(),
        find: (id, name) => this.find(id, name),
        here: async name => (await this.listed({ folders, agent: name }, true)).conversations,
        again: async name => keeperOf(name, env, []).teller === undefined && (await pause(BETWEEN_LOOKS, true)),
      },
    );
  }

  async keeperOf(profile: string): Promise<KeeperOfProfile | Refusal> {
    const profiles = await loadProfiles(this.options.home, this.options.settings?.());
    const found = isRefusal(profiles) ? profiles : profiles.get(profile);
    if (isRefusal(found)) {
      return found;
    }
    if (!found) {
      return refusal(`There is no agent profile with that name.`);
    }
    const { keeper } = found;
    const isAsked = keeper !== undefined && keeperOf(keeper, this.options.env, []).teller !== undefined;
    return { keeper, isAsked };
  }

  async idOf(folder: string, entry: Pick<Entry, 'id' | 'session'>, agent: string): Promise<string | undefined> {
    const real = realFolder(folder);
    const name = entry.session ?? entry.id;
    const known = await rememberedSession(this.options.home, sessionKeyOf(real, entry), agent);
    return known ?? (isBoundSession(name) ? undefined : sessionUuid(real, name));
  }

  async keep(
    id: string,
    { folder, agent, ...entry }: { readonly folder: string; readonly id: string; readonly agent: string },
  ): Promise<string> {
    const session = boundSession(randomBytes(8).toString('hex'));
    await rememberSession(this.options.home, sessionKeyOf(realFolder(folder), { ...entry, session }), agent, id);
    return session;
  }

  worktreeOf(conversation: KnownConversation): Promise<InWorktree | undefined> {
    return worktreeOf(this.options.home, conversation);
  }

  async keepOfRun(
    id: string,
    { folder, token, agent }: { readonly folder: string; readonly token: string; readonly agent: string },
  ): Promise<string> {
    const session = `run:${token.slice(0, 16)}`;
    await rememberSession(this.options.home, sessionKeyOf(realFolder(folder), { id: '', session }), agent, id);
    return session;
  }

  private async seek(id: string, agent: KeeperName | undefined): Promise<Found | undefined> {
    const wanted = { isWanted: () => true, isFile: ({ name }: TranscriptFile) => id.startsWith(name) };
    const looks = await this.looks.look(agent === undefined ? KEEPERS : [agent], wanted);
    return looks.flatMap(({ found }) => found).find(({ conversation }) => conversation.id === id);
  }
}
