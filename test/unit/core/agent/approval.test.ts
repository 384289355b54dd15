import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvableOf, approvedText } from '../../../../src/core/agent/approval.ts';
import { toEntry, type Entry } from '../../../../src/core/entry/entry.ts';
import { grantedTime } from '../../../../src/core/agent/grant.ts';
import type { LaunchPlan } from '../../../../src/core/agent/launch.ts';
import type { WorktreePlan } from '../../../../src/core/agent/worktreePlan.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';

const PLAN: LaunchPlan = {
  ...{ entryId: 'a', occ: 'once', gen: 0, again: false, unattended: true, agent: 'claude', mode: 'fresh' },
  ...{
    executable: '/usr/bin/claude',
    calledAs: '/usr/bin/claude',
    args: ['-p'],
    cwd: '/repo',
    prompt: 'x',
    basis: 'x',
  },
  pattern: { input: 'stdin', vectors: [['-p']] },
};

const WORKTREE: WorktreePlan = {
  ...{ checkout: '/repo', repository: '/repo/.git', base: 'a'.repeat(40), prefix: '', title: 'x', branchWords: 'x' },
  ...{ brings: { copy: [], link: [] }, told: { kind: 'copy', head: 'a'.repeat(40), pointers: 0 } },
};

const ROW = {
  ...{ id: 'a', kind: 'prompt', due_at: '2026-11-23T10:00:00Z', repeat: { cron: '0 9 * * *', tz: 'UTC' } },
  payload: { message: 'x', prompt: 'x', agent: 'claude', session: 's' },
};

async function entryOf(text: string): Promise<Entry> {
  const ledger = new Ledger({ scope: 'project', folder: '/repo' }, new MemoryLog(text), 'abc123', endLinked);
  const [state] = [...(await ledger.look()).all()];
  assert.ok(state);
  return toEntry(state);
}

const text = async (row: object = {}, plan: Partial<LaunchPlan> = {}, folder = '/repo'): Promise<string> =>
  approvedText(approvableOf(await entryOf(JSON.stringify({ ...ROW, ...row })), { ...PLAN, ...plan }, folder));

test('an approval covers each of these by itself', async () => {
  const whole = await text();
  const others: readonly (readonly [name: string, text: string])[] = [
    ['id', await text({ id: 'b' })],
    ['kind', await text({ kind: 'command' })],
    ['mode', await text({ payload: { ...ROW.payload, mode: 'callback' } })],
    ['session', await text({ payload: { ...ROW.payload, session: 't' } })],
    ['repeat', await text({ repeat: { cron: '0 9 * * *', tz: 'Europe/Paris' } })],
    ['no repeat', await text({ repeat: undefined })],
    ['agent', await text({}, { agent: 'twin' })],
    ['executable', await text({}, { executable: '/usr/bin/other' })],
    ['name it is called by', await text({}, { calledAs: '/usr/bin/other' })],
    ['vector', await text({}, { pattern: { input: 'stdin', vectors: [['-p', '-x']] } })],
    ['arguments run together', await text({}, { pattern: { input: 'stdin', vectors: [['-p -x']] } })],
    ['way of the prompt', await text({}, { pattern: { input: 'argument', vectors: [['-p']] } })],
    ['prompt', await text({}, { basis: 'y' })],
    ['folder to run in', await text({}, { cwd: '/elsewhere/inner' })],
    ['folder', await text({}, {}, '/other')],
    ['place', await text({}, { worktree: WORKTREE })],
    ['what comes along', await text({}, { worktree: { ...WORKTREE, brings: { copy: ['.env'], link: [] } } })],
  ];
  for (const [name, other] of others) {
    assert.notEqual(other, whole, name);
  }
  assert.equal(new Set(others.map(([, other]) => other)).size, others.length);
});

test('of a worktree it covers that it is one and what comes along, not which one or what is said of it', async () => {
  const whole = await text({}, { worktree: WORKTREE });
  const told = { kind: 'goesOn', base: 'b'.repeat(40), later: 0 } as const;
  const other = { base: 'b'.repeat(40), key: 'c', goesOn: 'd', told, title: 'y', branchWords: 'y' };
  assert.equal(await text({}, { worktree: { ...WORKTREE, ...other } }), whole);
  assert.doesNotMatch(await text(), /works_in/);
});

test('nothing in it differs from run to run, nor with how the row is written', async () => {
  const whole = await text();
  const run = {
    occ: 'x',
    gen: 7,
    args: ['-p', '--session-id', 'uuid'],
    session: 'uuid',
    prompt: 'x and drift',
    stdin: 'y',
  };
  assert.equal(await text({}, run), whole);
  assert.equal(await text({ status: 'snoozed', due_at: '2026-12-01T00:00:00Z', attempts: 3, tags: ['x'] }), whole);
  const turned = `{ "payload":{"session" : "s", "agent":"claude","prompt":"x","message":"x"},\t"repeat":{"tz":"UTC","cron":"0 9 * * *"} ,"due_at":"2026-11-23T10:00:00Z","kind":"prompt","id":"a"}`;
  assert.equal(approvedText(approvableOf(await entryOf(turned), PLAN, '/repo')), whole);
});

test('what an entry waits for is covered, how it stands with that is not', async () => {
  const waits = (more: object) => ({
    waits_for: { file: '*.txt', baseline: { a: '0123456789abcdef' }, since: '2026-11-23T09:00:00Z', ...more },
  });
  const whole = await text(waits({}));
  assert.notEqual(await text(waits({ file: '*' })), whole);
  assert.equal(await text(waits({ baseline: {}, handled: 3 })), whole);
});

test('an approval is for one time, or for each: a repeat, files, and what follows a repeat come again', async () => {
  const slotOf = async (row: object): Promise<unknown> => {
    const { slot, once } = grantedTime(await entryOf(JSON.stringify({ ...ROW, repeat: undefined, ...row })));
    return once ? slot : undefined;
  };
  const waits = (what: object, more: object = {}): object => ({ waits_for: { since: ROW.due_at, ...what }, ...more });
  assert.equal(await slotOf({}), Date.parse(ROW.due_at));
  assert.equal(await slotOf({ original_due_at: '2026-11-22T10:00:00Z' }), Date.parse(ROW.due_at), 'as it was snoozed');
  assert.equal(await slotOf({ repeat: ROW.repeat }), undefined);
  assert.equal(await slotOf(waits({ file: '*.txt', baseline: {} })), undefined);
  assert.equal(await slotOf(waits({ after: 'b', baseline: '2026-11-23T09:00:00Z' })), undefined);
  assert.equal(await slotOf(waits({ after: 'b' })), Date.parse(ROW.due_at), 'not before the time that it has as well');
  assert.equal(await slotOf(waits({ exits: 7, host: 'x' }, { due_at: undefined })), 0, 'whenever it happens');
  assert.equal(await slotOf({ due_at: undefined, title: 'x' }), null);
});
