import assert from 'node:assert/strict';
import { appendFile, copyFile, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { fingerprint } from '../../src/core/fold/fingerprint.ts';
import type { OpenSchedule } from '../../src/core/fold/schedule.ts';
import { instant } from '../../src/core/basics/time.ts';
import { sha256 } from '../../src/store/disk/digest.ts';
import { Checkpoints } from '../../src/store/checkpoint/checkpoints.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { emptyFolder, folderWith, scheduleOf } from './folder.ts';
import { changeOf } from './histories.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

/** What was closed before: most of the file, as in a schedule of some age. */
const PAST = Array.from(
  { length: 30 },
  (_, index) =>
    `{"id":"01P${index}","status":"done","updated_at":"2026-11-01T00:00:00Z","payload":{"message":"${'x'.repeat(200)}"}}\n`,
).join('');

/** What happens to a schedule file that has a checkpoint, and to the checkpoint. */
const WHATS = [
  'act',
  'act',
  'act',
  'act',
  'foreign row',
  'line that is no row',
  'torn line',
  'row once more',
  'waiter',
  'edit in place',
  'edit in place, then act',
  'replaced',
  'cut',
  'touched',
  'archive',
  'gone',
  'verified',
  'looked at whole',
  'checkpoint lost',
  'checkpoint cut',
  'checkpoint with another byte',
  'seen lost',
  'seen with another byte',
  'checkpoint of another file',
  'checkpoint of a newer version',
] as const;

export interface CheckpointStep {
  readonly what: (typeof WHATS)[number];
  readonly entry: number;
  readonly pick: number;
}

export const checkpointSteps: fc.Arbitrary<readonly CheckpointStep[]> = fc.array(
  fc.record({ what: fc.constantFrom(...WHATS), entry: fc.nat(11), pick: fc.nat(9999) }),
  { minLength: 4, maxLength: 30 },
);

const idOf = (entry: number): string => (entry === 11 ? 'schedule:weekly' : `01E${'ABCDEFGHIJK'[entry] ?? ''}`);

/**
 * Lives through these steps with readers that use a checkpoint of even the shortest file, new ones and one that stays,
 * and checks after each step that they see what a reader of all rows sees. Gives how often a checkpoint was used.
 */
export async function liveWithCheckpoint(steps: readonly CheckpointStep[]): Promise<number> {
  const [folder, other, home] = [await folderWith(PAST), await folderWith(PAST), await emptyFolder()];
  const open = (of = folder): Ledger =>
    new Ledger({ scope: 'project', folder: of }, new FileLog(of, new Checkpoints(of, home, 1)), '9f3a1c', endLinked);
  const lasting = open();
  let used = 0;
  for (const [index, step] of steps.entries()) {
    await happen(step, { folder, other, home, open, now: NOON + index * 1000 });
    const whole = new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked);
    await whole.look();
    const fresh = open();
    if (step.what === 'edit in place, then act' || step.what === 'verified') {
      // A reader that stays takes what was added, and finds the edit when it verifies.
      await lasting.lookAtOpen({ verify: true });
    } else if (step.what === 'looked at whole') {
      await lasting.look();
    }
    for (const ledger of step.pick % 2 === 0 ? [fresh, lasting] : [lasting, fresh]) {
      used += Number(await agrees(ledger, whole, JSON.stringify(steps.slice(0, index + 1))));
    }
  }
  return used;
}

/** Whether anything was left out by a reader that sees what is open as one does that sees all. */
async function agrees(ledger: Ledger, whole: Ledger, after: string): Promise<boolean> {
  assert.deepEqual(shown(await ledger.lookAtOpen()), shown(whole.schedule), after);
  let isLeftOut = false;
  for (const state of whole.whole.all()) {
    const seen = ledger.schedule.get(state.id);
    if (seen) {
      assert.equal(fingerprint(seen), fingerprint(state), after);
    } else {
      assert.ok(!state.isOpen && (await ledger.mayLack(state.id)) && state.line <= ledger.leftOutUpTo, after);
      isLeftOut = true;
    }
  }
  return isLeftOut;
}

const shown = (schedule: OpenSchedule): unknown => ({
  open: schedule.open.map(fingerprint),
  due: schedule.dueCount(instant(NOON + 3_600_000)),
  next: schedule.nextDue(instant(NOON)),
  problems: schedule.problems(),
});

interface Scene {
  readonly folder: string;
  readonly other: string;
  readonly home: string;
  readonly now: number;
  readonly open: (folder?: string) => Ledger;
}

async function happen({ what, entry, pick }: CheckpointStep, scene: Scene): Promise<void> {
  const { folder, home, now, open } = scene;
  const path = scheduleOf(folder);
  const text = await readFile(path, 'utf8').catch(() => '');
  const files = await readdir(join(home, 'checkpoints')).catch(() => []);
  const named = (ending: string): string | undefined => {
    const name = files.find(one => one.endsWith(ending));
    return name && join(home, 'checkpoints', name);
  };
  const act = (): Promise<unknown> => open().act(idOf(entry), instant(now), () => changeOf(pick, now));
  switch (what) {
    case 'act':
      return void (await act());
    case 'foreign row':
      return text === ''
        ? undefined
        : appendFile(path, `{"id":"${idOf(entry)}","status":"${pick % 2 ? 'done' : 'pending'}","x":${pick}}\n`);
    case 'line that is no row':
      return text === ''
        ? undefined
        : appendFile(path, ['{"id":\n', '<<<<<<< ours\n', '[]\n', '{"id":"01EA","due_at":5}\n'][pick % 4] ?? '');
    case 'torn line':
      return text === '' ? undefined : appendFile(path, `{"id":"${idOf(entry)}","status":"done"${pick % 2 ? '}' : ''}`);
    case 'row once more': {
      const lines = text.split('\n').filter(Boolean);
      return lines.length === 0 ? undefined : appendFile(path, `${lines[pick % lines.length] ?? ''}\n`);
    }
    case 'waiter':
      await open().act(`01W${pick % 3}`, instant(now), () => ({
        set: {
          kind: 'reminder',
          status: 'pending',
          payload: { message: 'w' },
          waits_for: { after: pick % 2 ? idOf(pick % 11) : `01P${pick % 30}` },
        },
      }));
      return;
    case 'edit in place':
    case 'edit in place, then act':
      // The file system tells times that are milliseconds apart.
      await pause(12);
      if (text !== '') {
        await writeFile(
          path,
          text.replace(/"(pending|snoozed|failed)"/, all => (all === '"pending"' ? '"waiting"' : '"pending"')),
        );
      }
      return void (what === 'edit in place' ? undefined : await act());
    case 'replaced': {
      if (text !== '') {
        const lines = text.split('\n');
        await writeFile(`${path}.new`, lines.filter((_, index) => index % 5 !== pick % 5).join('\n'));
        await rename(`${path}.new`, path);
      }
      return;
    }
    case 'cut':
      return text === '' ? undefined : truncate(path, Math.floor((Buffer.byteLength(text) * (pick % 100)) / 100));
    case 'touched':
      return text === '' ? undefined : utimes(path, now / 1000, now / 1000);
    case 'archive':
      return void (await open().archive({ ids: new Set([idOf(entry)]), closedBy: instant(now) }, instant(now)));
    case 'verified':
    case 'looked at whole':
      return undefined;
    case 'gone':
      return rm(path, { force: true });
    case 'checkpoint lost':
      return rm(join(home, 'checkpoints'), { recursive: true, force: true });
    case 'checkpoint cut':
    case 'checkpoint with another byte':
    case 'seen with another byte': {
      const file = named(what.startsWith('seen') ? '.seen' : '.checkpoint');
      return file === undefined ? undefined : damage(file, pick, what === 'checkpoint cut');
    }
    case 'seen lost': {
      const file = named('.seen');
      return file === undefined ? undefined : rm(file);
    }
    case 'checkpoint of another file': {
      await open(scene.other).act(idOf(entry), instant(now), () => changeOf(0, now));
      const mine = named('.checkpoint');
      const all = await readdir(join(home, 'checkpoints')).catch(() => []);
      const theirs = all.find(one => one.endsWith('.checkpoint') && join(home, 'checkpoints', one) !== mine);
      return mine && theirs ? copyFile(join(home, 'checkpoints', theirs), mine) : undefined;
    }
    case 'checkpoint of a newer version': {
      const file = named('.checkpoint');
      if (file !== undefined) {
        const whole = (await readFile(file, 'utf8')).split('\n');
        const head = (whole[0] ?? '').replace(/^\w+ /, '').replace(/"version":\d+/, '"version":99');
        await writeFile(file, [`${sha256(head)} ${head}`, ...whole.slice(1)].join('\n'));
      }
      return;
    }
  }
}

async function damage(file: string, pick: number, cuts: boolean): Promise<void> {
  const bytes = await readFile(file);
  const at = pick % Math.max(1, bytes.length);
  if (cuts) {
    await truncate(file, at);
  } else {
    bytes[at] = (bytes[at] ?? 0) ^ (1 + (pick % 127));
    await writeFile(file, bytes);
  }
}
