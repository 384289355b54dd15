import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { instant, type Clock } from '../../core/basics/time.ts';
import type { ResultDesk, ResultState, RunResult } from '../../verbs/resultDesk.ts';
import { outputPath, readIfThere } from '../home/homeFiles.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { KEPT_FOR, discardWork } from './discardWork.ts';
import { keepWork } from './keepWork.ts';
import { cleanResults, resultProblems } from './resultProblems.ts';
import { readResult, readResults, resultPath, writeResult, type ResultRecord } from './resultRecord.ts';
import { modesOf } from './resultModes.ts';
import { sidesOf } from './resultSides.ts';
import { settleResults } from './settleResults.ts';

/** How much of what an agent printed last is the text of its result, in characters. */
const MOST_SAID = 4000;

/** What a person may take or leave of the runs that this home has records of. */
export function createResultDesk(home: string, clock: Clock): ResultDesk {
  const by = { home, clock };
  const records = async (): Promise<readonly ResultRecord[]> => {
    // Where the disk refuses, records stay as they are, and can be read all the same.
    await settleResults(home, clock.now()).catch(() => undefined);
    return forgetOld(home, await readResults(home));
  };
  const undecided = async (token: string): Promise<ResultRecord | Refusal> => {
    const all = await records();
    const record = all.find(one => one.token === token);
    return record
      ? (decidedRefusal(record, all) ?? record)
      : refusal(l10n.t('This machine has no record of that run.'));
  };
  return {
    async list(folders) {
      const real = folders && (await Promise.all(folders.map(async folder => (await realOf(folder)) ?? folder)));
      const isAsked = ({ folder, checkout }: ResultRecord): boolean =>
        real === undefined || real.some(one => one === folder || isInside(one, checkout));
      return Promise.all((await records()).filter(isAsked).map(record => toResult(home, record)));
    },

    async markRead(token) {
      const record = (await records()).find(one => one.token === token);
      if (record?.state === 'unread') {
        await writeResult(home, { ...record, state: 'read' });
      }
    },

    async keep(token, { asBranch } = {}) {
      const record = await undecided(token);
      return isRefusal(record) ? record : keepWork(by, record, asBranch);
    },

    async discard(token) {
      const record = await undecided(token);
      if (isRefusal(record)) {
        return record;
      }
      return record.kept
        ? refusal(
            l10n.t('It is on {0} already: keeping it was cut off. Keep it again to finish that.', record.kept.branch),
          )
        : discardWork(by, record);
    },

    async sides(token, path, modes) {
      const record = await readResult(home, token);
      return record ? sidesOf(record, path, modes) : { before: null, after: null };
    },

    async modes(token) {
      const record = await readResult(home, token);
      return record ? modesOf(record) : new Map();
    },

    problems: async () => resultProblems(by, await records()),
    clean: async () => cleanResults(by, await records()),
  };
}

/** How many records are kept of results that nothing is left of; the oldest go. */
const MOST_CLOSED = 500;

/** Deletes the oldest records of results that nothing is left of, where there are many. Gives the others. */
async function forgetOld(home: string, records: readonly ResultRecord[]): Promise<readonly ResultRecord[]> {
  const closed = records.filter(({ state, ref }) => CLOSED.has(state) && ref === undefined);
  const old = new Set(closed.slice(MOST_CLOSED).filter(({ worktree }) => !existsSync(worktree)));
  await Promise.all([...old].map(({ token }) => rm(resultPath(home, token), { force: true }).catch(() => undefined)));
  return old.size === 0 ? records : records.filter(record => !old.has(record));
}

const CLOSED: ReadonlySet<ResultState> = new Set(['kept', 'discarded', 'nothing', 'superseded']);

/** Why nothing is decided about a run any more, or yet; undefined where it may be. */
function decidedRefusal(record: ResultRecord, all: readonly ResultRecord[]): Refusal | undefined {
  const going = all.find(one => one.worktree === record.worktree && one.state === 'running');
  if (going) {
    return refusal(l10n.t('A run goes on in this worktree. Wait for its end, or stop it with "defer stop".'));
  }
  const later = all.find(one => one.worktree === record.worktree && one.startedAt > record.startedAt);
  switch (record.state) {
    case 'kept':
      return refusal(l10n.t('This result was kept already.'));
    case 'discarded':
      return refusal(
        record.ref === undefined
          ? l10n.t('This result was discarded already.')
          : l10n.t('This result was discarded already. "git branch NAME {0}" brings it back.', record.ref),
      );
    case 'nothing':
      return refusal(l10n.t('That run changed nothing, so there is nothing to keep or discard.'));
    default:
      return record.state === 'superseded' || later
        ? refusal(
            later
              ? l10n.t(
                  "A later run went on in the same worktree, and its result holds this one's work: {0}.",
                  later.token.slice(0, 8),
                )
              : l10n.t("A later run went on in the same worktree, and its result holds this one's work."),
          )
        : undefined;
  }
}

async function toResult(home: string, record: ResultRecord): Promise<RunResult> {
  const { token, entryId, folder, title, agent, state, checkout, worktree, branch, base, files, startedAt } = record;
  const { changes, endedAt, ref, decidedAt } = record;
  const said = (await readIfThere(outputPath(home, token)).catch(() => undefined))?.trimEnd().slice(-MOST_SAID);
  return {
    ...{ token, entryId, folder, title, agent, state, checkout, worktree, branch, base, files, startedAt },
    ...(changes && { changes }),
    ...(endedAt !== undefined && { endedAt }),
    ...(said && { said }),
    ...(ref !== undefined && { ref }),
    ...(ref !== undefined && decidedAt !== undefined && { until: instant(decidedAt + KEPT_FOR) }),
  };
}
