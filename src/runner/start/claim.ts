import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import type { LaunchPlan } from '../../core/agent/launch.ts';
import { instant, MINUTE, type Instant } from '../../core/basics/time.ts';
import type { Scope } from '../../store/ledger.ts';
import { commonPlace } from './gitFolder.ts';
import { claimPath, hashOf, parseJson, promptPath, readIfThere, tokenPath, writeNew } from '../home/homeFiles.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import { lifeOfUse, readUse } from './tokenUse.ts';
import { memberOf, recordOf, isRecord, isTexts } from '../../core/rows/fieldValues.ts';

/** How long a token may start a run after it was made, in ms. */
export const TOKEN_LIFE = 2 * MINUTE;

/** Who has an occurrence, with all that its runner needs to know; kept in `claims/`. */
export interface Claim {
  /** 32 hex digits; the only thing that crosses to the terminal. */
  readonly token: string;
  readonly createdAt: Instant;
  readonly host: string;
  /** The number of the process that made it. */
  readonly pid: number;
  /** The schedule it belongs to. */
  readonly scope: Scope;
  readonly folder: string;
  /** The folders that no program may come from. */
  readonly folders: readonly string[];
  /** Where the prompt was kept, and its SHA-256; absent for a command. */
  readonly promptPath?: string;
  readonly promptSha?: string;
  /** The prompt itself is in the arguments or on standard input, and in its file. */
  readonly plan: Omit<LaunchPlan, 'prompt'>;
}

/**
 * How a claim stands. `lapsed`: it never started, and never can. `presumed`: it started, and there is a process of its
 * runner's number. `started`: it did, and its runner is gone.
 */
export type Hold =
  | { readonly state: 'free' }
  | { readonly state: 'fresh' | 'lapsed' | 'going' | 'presumed' | 'started'; readonly claim: Claim | undefined };

/** 128 random bits as hex digits. */
export const newToken = (): string => randomBytes(16).toString('hex');

export const isToken = (text: string): boolean => /^[0-9a-f]{32,64}$/.test(text);

/** Whether an id is of our own making, and so one entry wherever its file was copied to. */
export const isOwnId = (id: string): boolean => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id);

/**
 * The name of the claim on one generation of an occurrence. An id of our own making is one entry wherever its file
 * was copied to; any other is one only within the worktrees of a repository.
 */
export async function claimName(folder: string, entryId: string, occ: string, gen: number): Promise<string> {
  const place = isOwnId(entryId) ? [] : [await commonPlace(folder)];
  return hashOf(entryId, occ, String(gen), ...place);
}

/** Takes a claim: true for exactly one of all who try. Throws where the disk refuses; then nothing is claimed. */
export async function takeClaim(home: string, name: string, claim: Claim, prompt: string): Promise<boolean> {
  if (claim.promptSha !== undefined) {
    await writeNew(promptPath(home, claim.promptSha), prompt);
  }
  if (!(await writeNew(claimPath(home, name), JSON.stringify(claim)))) {
    return false;
  }
  try {
    await writeNew(tokenPath(home, claim.token), JSON.stringify({ claim: name }));
  } catch (error) {
    await rm(claimPath(home, name), { force: true });
    throw error;
  }
  return true;
}

/** How a claim stands at `now`. */
export async function lookAtClaim(home: string, name: string, now: Instant): Promise<Hold> {
  const text = await readIfThere(claimPath(home, name));
  if (text === undefined) {
    return { state: 'free' };
  }
  const claim = toClaim(parseJson(text));
  if (!claim) {
    // Being written by somebody, or cut off half way. Either way nobody else may have it.
    const { mtimeMs } = await stat(claimPath(home, name));
    return { state: now - mtimeMs < TOKEN_LIFE ? 'fresh' : 'started', claim };
  }
  const use = readUse(home, claim.token);
  if (use === 'void') {
    return { state: 'lapsed', claim };
  }
  if (use) {
    await processesReady();
    return { state: STATES[lifeOfUse(use, home, now)], claim };
  }
  return { state: isInTime(claim, now) ? 'fresh' : 'lapsed', claim };
}

const STATES = { running: 'going', presumed: 'presumed', ended: 'started' } as const;

/** Whether a claim's token may still start a run, whichever way the clock was moved. */
export const isInTime = (claim: Claim, now: Instant): boolean => Math.abs(now - claim.createdAt) < TOKEN_LIFE;

/** The claim that a token belongs to; undefined where there is none, or where the claim names another token. */
export async function claimOfToken(home: string, token: string): Promise<Claim | undefined> {
  const value = parseJson((await readIfThere(tokenPath(home, token))) ?? '');
  const name = memberOf(recordOf(value), 'claim');
  if (typeof name !== 'string' || !/^[0-9a-f]{64}$/.test(name)) {
    return undefined;
  }
  const claim = toClaim(parseJson((await readIfThere(claimPath(home, name))) ?? ''));
  return claim?.token === token ? claim : undefined;
}

/** Reads our own file back; undefined where it is not whole. */
function toClaim(value: unknown): Claim | undefined {
  if (!isRecord(value) || !isRecord(value['plan'])) {
    return undefined;
  }
  const plan = value['plan'];
  const texts = [value['token'], value['host'], value['folder'], value['scope']];
  const planned = [plan['entryId'], plan['occ'], plan['agent'], plan['executable'], plan['calledAs'], plan['cwd']];
  const numbers = [value['createdAt'], value['pid'], plan['gen']];
  const whole =
    [...texts, ...planned].every(item => typeof item === 'string') &&
    numbers.every(item => Number.isSafeInteger(item)) &&
    isTexts(value['folders']) &&
    isTexts(plan['args']);
  return whole ? ({ ...value, createdAt: instant(value['createdAt'] as number) } as Claim) : undefined;
}
