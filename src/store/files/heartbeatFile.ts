import * as l10n from '@vscode/l10n';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Definition } from '../../core/files/definition.ts';
import {
  checksIn,
  HEARTBEAT_STATE,
  readHeartbeat,
  readHeartbeatState,
  type HeartbeatState,
} from '../../core/files/heartbeat.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Problem } from '../../core/rows/row.ts';
import { instant, type Instant } from '../../core/basics/time.ts';
import { NOTHING_DEFINED, type Defined, type DefinitionSource } from './definitionSource.ts';
import { toFault } from '../disk/fault.ts';
import { checkSfFolder } from '../disk/place.ts';
import { replaceFile } from '../disk/replaceFile.ts';
import { readSmallFile } from '../disk/smallFile.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';

/** Where HEARTBEAT.md may be, from the folder on: the first that is there counts. */
const PLACES = ['HEARTBEAT.md', '.sf/HEARTBEAT.md'] as const;

interface Found {
  readonly file: string;
  readonly text: string;
  readonly since: Instant;
}

/** The one entry of HEARTBEAT.md, with the state file in its prompt (docs/time.md). */
export class HeartbeatFile implements DefinitionSource {
  private readonly folder: string;
  private seen = '';
  private defined: Defined = NOTHING_DEFINED;

  constructor(folder: string) {
    this.folder = folder;
  }

  async look(): Promise<Defined> {
    const found = await findHeartbeat(this.folder);
    const state = found && !('class' in found) ? await readState(this.folder) : undefined;
    const seen = JSON.stringify([found, state]);
    if (seen !== this.seen) {
      this.seen = seen;
      this.defined = found === undefined ? NOTHING_DEFINED : definedBy(found, state ?? readHeartbeatState(undefined));
    }
    return this.defined;
  }
}

function definedBy(found: Found | Problem, state: HeartbeatState): Defined {
  const reading: Definition | Problem = 'class' in found ? found : readHeartbeat({ ...found, state });
  return 'class' in reading ? { definitions: [], problems: [reading] } : { definitions: [reading], problems: [] };
}

async function findHeartbeat(folder: string): Promise<Found | Problem | undefined> {
  for (const file of PLACES) {
    const wrong = (text: string): Problem => ({ file, line: 0, class: 'schedule file', text });
    try {
      if (file.startsWith('.sf/')) {
        await checkSfFolder(folder);
      }
    } catch (error) {
      return wrong(toFault(error, l10n.t('read {0}', file)).message);
    }
    const read = await readSmallFile(join(folder, file));
    if (isRefusal(read)) {
      return wrong(read.why);
    }
    if (read) {
      const changed = Math.max(0, Math.min(Number(read.stat.mtimeMs), Date.now()));
      return { file, text: read.text, since: instant(changed) };
    }
  }
  return undefined;
}

async function readRaw(folder: string): Promise<unknown> {
  const read = await readSmallFile(join(folder, HEARTBEAT_STATE));
  try {
    return read && !isRefusal(read) ? (JSON.parse(read.text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

const readState = async (folder: string): Promise<HeartbeatState> => readHeartbeatState(await readRaw(folder));

/**
 * Writes into the state file that every check of HEARTBEAT.md was gone through at `now`; what else the file says, by an
 * agent or a person, stays. Nothing where there is no HEARTBEAT.md. Throws a StoreFault where it cannot be written.
 */
export async function recordHeartbeat(folder: string, now: Instant): Promise<void> {
  const found = await findHeartbeat(folder);
  if (found === undefined || 'class' in found) {
    return;
  }
  const path = join(folder, HEARTBEAT_STATE);
  try {
    await checkSfFolder(folder);
    const before = await readRaw(folder);
    const { lastChecks, processed } = readHeartbeatState(before);
    const checked = checksIn(found.text).map(name => [name, Math.floor(now / 1000)] as const);
    const state = { ...recordOf(before), lastChecks: { ...lastChecks, ...Object.fromEntries(checked) }, processed };
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, `${JSON.stringify(state, null, 2)}\n`);
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', HEARTBEAT_STATE));
  }
}
