import type { FileModes } from '../../verbs/resultDesk.ts';
import { Snapshots } from '../changes/snapshot.ts';
import { OpenWorktree } from '../worktrees/lookIntoWorktree.ts';
import { ownWorktreeOf } from './ownWorktree.ts';
import type { ResultRecord } from './resultRecord.ts';

/** The modes of the changed files of a result, from where `sidesOf` has their content. Never fails. */
export async function modesOf(record: ResultRecord): Promise<ReadonlyMap<string, FileModes>> {
  const raw = (await ofWorktree(record).catch(() => undefined)) ?? (await ofCommits(record).catch(() => undefined));
  return raw === undefined ? new Map() : readRaw(raw);
}

async function ofWorktree(record: ResultRecord): Promise<string | undefined> {
  const opened = await OpenWorktree.open(ownWorktreeOf(record));
  try {
    const snapshots = await opened?.look();
    const tree = (await snapshots?.files())?.tree;
    return tree && (await snapshots?.compare('--raw', record.base, tree));
  } finally {
    await opened?.end();
  }
}

async function ofCommits({ checkout, base, work, ref, branch }: ResultRecord): Promise<string | undefined> {
  const snapshots = await Snapshots.of(checkout, { all: true });
  try {
    return await snapshots?.compare('--raw', base, work ?? ref ?? `refs/heads/${branch}`);
  } finally {
    await snapshots?.end().catch(() => undefined);
  }
}

/** Git prints `:<mode> <mode> <object> <object> <letter>`, then the path, with a NUL after each. */
function readRaw(raw: string): ReadonlyMap<string, FileModes> {
  const parts = raw.split('\0');
  const modes = new Map<string, FileModes>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [, before, after] = /^:(\d{6}) (\d{6}) /.exec(parts[index] ?? '') ?? [];
    const path = parts[index + 1];
    if (before !== undefined && after !== undefined && path !== undefined) {
      modes.set(path, { ...(before !== NONE && { before }), ...(after !== NONE && { after }) });
    }
  }
  return modes;
}

const NONE = '000000';
