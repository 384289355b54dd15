import * as l10n from '@vscode/l10n';
import { agentEnvironment } from '../exec/environment.ts';
import type { Claim } from '../start/claim.ts';
import { hashOf } from '../home/homeFiles.ts';
import { keeperOf } from '../keepers/keeperOf.ts';
import { isSessionId, rememberSession } from './session.ts';

/** What a search needs of the runner that it is part of. */
export interface SearchIo {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (text: string) => void;
}

/** The pauses between looks while the agent runs, in ms: each twice the one before, from the first to the longest. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 5 * 60 * 1000;

/** What a new conversation may be dated before its start, in ms: tools round. */
const SLACK = 1000;

/** Under which name this machine remembers the conversation of one run, to open it again; hex digits. */
export const runSessionKey = (token: string): string => hashOf('run', token);

/**
 * The conversation of a run: remembered on this machine once the agent is there where Defer gave it its id, else
 * looked for where the tool keeps it, now and again while the agent runs, so that a lost runner loses nothing.
 */
export class SessionSearch {
  private readonly claim: Claim;
  private readonly io: SearchIo;
  private readonly since = Date.now() - SLACK;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private found: string | undefined;
  private isOver = false;

  constructor(claim: Claim, io: SearchIo) {
    this.claim = claim;
    this.io = io;
  }

  /** The agent is there. */
  async begin(): Promise<void> {
    const { session, keeper } = this.claim.plan;
    if (session !== undefined) {
      await this.remember(session);
    } else if (keeper !== undefined) {
      this.lookAfter(FIRST_PAUSE);
    }
  }

  /** The agent is gone: the id that was found, if any. `hurried`: this process is to end, so no other is started. */
  async end(hurried: boolean): Promise<string | undefined> {
    this.isOver = true;
    if (this.timer === undefined) {
      return undefined;
    }
    clearTimeout(this.timer);
    await (hurried ? undefined : this.looking);
    await this.look(hurried);
    return this.found;
  }

  private lookAfter(pause: number): void {
    this.timer = setTimeout(() => {
      this.looking = this.look(false).then(() => {
        if (this.found === undefined && !this.isOver) {
          this.lookAfter(Math.min(pause * 2, LONGEST_PAUSE));
        }
      });
    }, pause);
  }

  private async look(hurried: boolean): Promise<void> {
    const { plan, folders, token } = this.claim;
    const { cwd, entryId, agent, executable, calledAs, keeper: name } = plan;
    if (this.found !== undefined || name === undefined) {
      return;
    }
    const env = await agentEnvironment(this.io.env, { token, entryId, agent, folders, cwd });
    const keeper = keeperOf(name, env, folders);
    if (hurried && keeper.asks) {
      return;
    }
    const tool = { executable, calledAs, env };
    const id = await keeper.find?.({ since: this.since, cwd, mark: entryId, tool }).catch(() => undefined);
    if (id !== undefined && isSessionId(id) && this.found === undefined) {
      this.found = id;
      await this.remember(id);
    }
  }

  private async remember(id: string): Promise<void> {
    const { plan, token } = this.claim;
    const keys = [runSessionKey(token), ...(plan.sessionKey === undefined ? [] : [plan.sessionKey])];
    try {
      for (const key of keys) {
        await rememberSession(this.io.home, key, plan.agent, id);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.io.say(l10n.t('The conversation of this run could not be remembered: {0}', why));
    }
  }
}
