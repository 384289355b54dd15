import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../../../../src/core/basics/time.ts';
import { linkTo } from '../../../../src/store/events/processLink.ts';
import { isRunning, lifeOf, markOf, type ProcessSystem } from '../../../../src/store/processes/processMark.ts';
import { askerOf } from '../../../../src/store/processes/ask.ts';
import { darwinProcesses } from '../../../../src/store/processes/darwin.ts';
import { linuxProcesses } from '../../../../src/store/processes/linux.ts';
import { remembering } from '../../../../src/store/processes/remembering.ts';
import { ENDED, NO_TABLE, type ProcessTable } from '../../../../src/store/processes/table.ts';
import { windowsProcesses } from '../../../../src/store/processes/windows.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

function start(command: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

/** Starts a process that never asks about its child, which has ended; gives the number of the child. */
async function zombie(): Promise<number> {
  // What the shell becomes knows nothing of a child.
  const parent = start('/bin/sh', '-c', 'sleep 0.2 & echo $!; exec sleep 60');
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  const pid = Number(line);
  const state = (): string => execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  for (let tries = 0; state() !== 'Z' && tries < 200; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  assert.equal(state(), 'Z');
  return pid;
}

const isLinux = process.platform === 'linux';

describe('the mark of a process', { skip: !isLinux && 'needs /proc' }, () => {
  it('is of that process until it ends', async () => {
    const child = start('sleep', '60');
    const mark = await markOf(child.pid ?? 0);
    assert.equal(await isRunning(mark), true);
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.equal(await isRunning(mark), false);
  });

  it('is of no other one of the same number', async () => {
    const mark = await markOf(process.pid);
    const [boot = '', tick = ''] = (mark.born ?? '').split(' ');
    for (const born of [`${boot} ${Number(tick) - 1}`, `11111111-2222-3333-4444-555555555555 ${tick}`, ENDED]) {
      assert.equal(await isRunning({ pid: process.pid, born }), false, born);
    }
  });

  it('is of none that has ended and that its parent did not ask about', async () => {
    const pid = await zombie();
    assert.equal(process.kill(pid, 0), true, 'its number is still there');
    for (const mark of [await markOf(pid), { pid, born: null }]) {
      assert.equal(await isRunning(mark), false);
    }
    const link = await linkTo(pid);
    assert.ok(isRefusal(link) && /There is no process/.test(link.why));
  });

  it('is told apart by the ps of this machine as by macOS’s', async () => {
    const ask = await askerOf('/bin/ps');
    assert.ok(ask);
    const table = darwinProcesses(ask);
    const born = table.birthOf(process.pid) ?? '';
    assert.ok(Math.abs(Date.parse(born) - performance.timeOrigin) < 5 * SECOND, born);
    assert.equal(table.birthOf(process.pid), born);
    assert.equal(table.birthOf(await zombie()), ENDED);
    assert.equal(table.birthOf(2 ** 22 + 1), null, 'there is none of this number');
  });

  it('cannot be told apart where the program for that is not there', async () => {
    assert.equal(await askerOf('/bin/no-such-ps'), undefined);
    assert.equal(await askerOf('ps'), undefined, 'no name is looked up');
  });
});

describe('a start, as each platform tells it', () => {
  it('is a boot and a tick on Linux', () => {
    const stat = (state: string): string => `4711 (a ) b (c)) ${state} 1 ${'0 '.repeat(17)}987654 0 0\n`;
    const table = (state: string): ProcessTable =>
      linuxProcesses(path => (path === '/proc/4711/stat' ? stat(state) : 'boot-id\n'));
    assert.equal(table('S').birthOf(4711), 'boot-id 987654');
    for (const state of ['Z', 'X', 'x']) {
      assert.equal(table(state).birthOf(4711), ENDED);
    }
    const nobodys = linuxProcesses(() => {
      throw new Error('EACCES');
    });
    assert.equal(nobodys.birthOf(4711), null);
  });

  it('is what ps says on macOS', () => {
    const asked: (readonly string[])[] = [];
    const born = (said: string | undefined): string | null =>
      darwinProcesses(args => {
        asked.push(args);
        return said;
      }).birthOf(4711);
    assert.equal(born('Ss   Sat Nov 28 09:04:11 2026    \n'), '2026-11-28T09:04:11.000Z');
    assert.equal(born('R+   Tue Dec  1 00:00:00 2026\n'), '2026-12-01T00:00:00.000Z');
    assert.equal(born('Z    Sat Nov 28 09:04:11 2026\n'), ENDED);
    for (const said of ['', undefined, 'ps: illegal argument\n', 'S Sat Xyz 28 09:04:11 2026\n']) {
      assert.equal(born(said), null, said);
    }
    assert.deepEqual(asked[0], ['-o', 'state=', '-o', 'lstart=', '-p', '4711']);
  });

  it('is what PowerShell says on Windows', () => {
    const asked: (readonly string[])[] = [];
    const born = (said: string | undefined): string | null =>
      windowsProcesses(args => {
        asked.push(args);
        return said;
      }).birthOf(4711);
    assert.equal(born('2026-11-28T09:04:11.1234567Z\r\n'), '2026-11-28T09:04:11.1234567Z');
    for (const said of ['', undefined, 'Get-Process : Cannot find a process', '28.11.2026 09:04:11']) {
      assert.equal(born(said), null, said);
    }
    assert.match(asked[0]?.at(-1) ?? '', /^\(Get-Process -Id 4711\)\.StartTime\b/);
  });
});

describe('where a start is not known', () => {
  const now = instant(Date.UTC(2026, 10, 28, 12));
  const system = (table: ProcessTable, up = 3 * DAY): ProcessSystem => ({ table, now, up, has: pid => pid === 4711 });
  const ago = (span: number): { readonly since: ReturnType<typeof instant> } => ({ since: instant(now - span) });

  it('a process of the number is presumed to be it', () => {
    for (const table of [NO_TABLE, { birthOf: () => '2026-11-28T09:04:11.000Z' }]) {
      assert.equal(lifeOf({ pid: 4711, born: null }, system(table)), 'presumed');
      assert.equal(lifeOf({ pid: 4711, born: null, ...ago(2 * DAY) }, system(table)), 'presumed');
      assert.equal(lifeOf({ pid: 4712, born: null }, system(table)), 'ended');
    }
    assert.equal(lifeOf({ pid: 4711, born: 'known' }, system(NO_TABLE)), 'presumed');
  });

  it('it has ended where the machine was started since', () => {
    assert.equal(lifeOf({ pid: 4711, born: null, ...ago(HOUR) }, system(NO_TABLE, 30 * MINUTE)), 'ended');
    assert.equal(lifeOf({ pid: 4711, born: null, ...ago(HOUR) }, system(NO_TABLE, HOUR)), 'presumed');
  });

  it('nothing else is ever one', () => {
    for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
      assert.equal(lifeOf({ pid, born: null }, { ...system(NO_TABLE), has: () => true }), 'ended');
    }
  });
});

describe('a table that takes long to ask', () => {
  it('is asked again after a while, and whenever its answer would end a process', () => {
    let [asked, born, now] = [0, 'first', 0];
    const slow: ProcessTable = {
      birthOf: () => {
        asked += 1;
        return born;
      },
    };
    const table = remembering(slow, MINUTE, () => now);
    const look = (mark: string | null): string =>
      lifeOf({ pid: process.pid, born: mark }, { table, now: instant(0), up: DAY, has: () => true });
    assert.deepEqual([look('first'), look('first'), asked], ['running', 'running', 1]);
    born = 'second';
    assert.deepEqual([look('second'), asked], ['running', 2], 'a new process has the number');
    assert.deepEqual([look('first'), asked], ['ended', 3]);
    now = MINUTE;
    assert.deepEqual([look('second'), asked], ['running', 4]);
  });

  it('that has no answer is left in peace as long', () => {
    let asked = 0;
    const table = remembering({ birthOf: () => ((asked += 1), null) }, MINUTE, () => 0);
    const look = (): string => lifeOf({ pid: 1, born: null }, { table, now: instant(0), up: DAY, has: () => true });
    assert.deepEqual([look(), look(), asked], ['presumed', 'presumed', 1]);
  });
});
