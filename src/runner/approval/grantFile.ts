import * as l10n from '@vscode/l10n';
import { readdir, rm } from 'node:fs/promises';
import { readBudget } from '../../core/agent/budget.ts';
import { APPROVAL_FORMAT, type Approvable } from '../../core/agent/approval.ts';
import type { Grant } from '../../core/agent/grant.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso } from '../../core/basics/time.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { allowPath, hashOf, parseJson, replaceOwn } from '../home/homeFiles.ts';
import { allowFolder } from '../home/allowFolder.ts';
import { recordOf, timeOf, isTexts } from '../../core/rows/fieldValues.ts';
import { openNoFollow } from '../../store/disk/noFollow.ts';

/** An approval as it is kept, with what was approved, so that a difference can be shown later. */
export interface KeptGrant extends Grant {
  readonly content: Approvable;
}

// Not on Windows, where links and pipes cannot be opened this way.

const MOST_BYTES = 8 * 1024 * 1024;

/** Under what name the approval of an entry is kept. `folder`: the real path of its schedule's. */
export const grantKey = (id: string, folder: string): string => hashOf(id, folder);

/**
 * The approval kept under a key; undefined where there is none. Refused where it is not a plain file of this user that
 * nobody else can read or write, or not one of ours.
 */
export async function readGrant(home: string, key: string): Promise<KeptGrant | Refusal | undefined> {
  let handle;
  try {
    handle = await openNoFollow(allowPath(home, key));
  } catch (error) {
    return codeOf(error) === 'ENOENT'
      ? undefined
      : refusal(`${unusable()}: ${codeOf(error) ?? l10n.t('it cannot be opened')}.`);
  }
  try {
    const { mode, nlink, uid, size, ...stat } = await handle.stat().then(found => ({
      ...found,
      isFile: found.isFile(),
    }));
    const user = process.getuid?.();
    const isOurs = user === undefined || (uid === user && (mode & 0o077) === 0);
    if (!stat.isFile || nlink !== 1 || !isOurs || size > MOST_BYTES) {
      return refusal(l10n.t('{0}: its owner or mode is not as Defer made it. Allow the entry again.', unusable()));
    }
    return (
      toGrant(parseJson(await handle.readFile('utf8'))) ??
      refusal(l10n.t('{0}: it cannot be read. Allow the entry again.', unusable()))
    );
  } finally {
    await handle.close();
  }
}

/** The ids of a folder's entries that have an approval, valid or not. */
export async function grantedIds(home: string, folder: string): Promise<readonly string[]> {
  const names = await readdir(allowFolder(home)).catch(() => []);
  const keys = names.flatMap(name => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
  const grants = await Promise.all(keys.map(async key => ({ key, grant: await readGrant(home, key) })));
  return grants.flatMap(({ key, grant }) =>
    grant && !isRefusal(grant) && grant.content.folder === folder && grantKey(grant.content.id, folder) === key
      ? [grant.content.id]
      : [],
  );
}

const unusable = (): string => l10n.t('The approval of this entry does not count');

/** Keeps an approval, in place of an earlier one. Throws where the disk refuses. */
export function writeGrant(
  home: string,
  key: string,
  { hash, approvedAt, slot, once, content }: KeptGrant,
): Promise<void> {
  const time = { slot: slot === null ? null : toIso(slot), once };
  const kept = { format: APPROVAL_FORMAT, hash, approvedAt: toIso(approvedAt), ...time, content };
  return replaceOwn(allowPath(home, key), JSON.stringify(kept));
}

/** Takes an approval away; false where there is none. */
export async function removeGrant(home: string, key: string): Promise<boolean> {
  try {
    await rm(allowPath(home, key));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function toGrant(value: unknown): KeptGrant | undefined {
  const { format, hash, approvedAt, slot, once, content } = recordOf(value);
  const at = timeOf(approvedAt);
  return typeof hash === 'string' && at !== undefined && isApprovable(content)
    ? {
        ...(typeof format === 'number' && { format }),
        ...{ hash, approvedAt: at, slot: timeOf(slot) ?? null, once: once !== false, content },
      }
    : undefined;
}

const TEXTS = ['id', 'kind', 'agent', 'mode', 'folder', 'cwd', 'executable', 'called_as', 'input', 'prompt'] as const;
const TEXTS_OR_NULL = ['session', 'repeat', 'waits_for', 'record'] as const;

function isApprovable(value: unknown): value is Approvable {
  const members = recordOf(value);
  const { vectors, budget } = members;
  return (
    TEXTS.every(name => typeof members[name] === 'string') &&
    TEXTS_OR_NULL.every(name => members[name] === null || typeof members[name] === 'string') &&
    (budget === undefined || typeof readBudget(budget) === 'object') &&
    Array.isArray(vectors) &&
    vectors.every(isTexts)
  );
}
