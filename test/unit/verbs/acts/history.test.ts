import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY, MINUTE } from '../../../../src/core/basics/time.ts';
import { keepChanges } from '../../../../src/runner/changes/keptChanges.ts';
import { createRunRecords } from '../../../../src/runner/home/runRecords.ts';
import { createWorld, type World } from '../../../support/world.ts';

const SHA = 'c0ffee'.padEnd(64, '0');
const token = (digit: string): string => digit.repeat(32);

describe('the history', () => {
  let home: string;
  let world: World;
  let review: string;
  let tea: string;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'defer-history-'));
    world = createWorld({ now: '2026-11-22T10:00:00Z' });
    Object.assign(world.host, { records: createRunRecords(home) });
    review = await world.add('Resume the review', '2026-11-22T10:00:00Z', '--agent', 'claude');
    tea = await world.add('Tea', '2026-11-23T09:30:00Z', '--agent', 'codex');
    const run = async (id: string, name: string, more: object, ended?: object): Promise<void> => {
      await world.record(id, { token: token(name), event: 'claimed', ...more });
      if (ended) {
        await world.record(id, { token: token(name), event: 'started', pid: 4711, host: 'desk', ...more });
        world.clock.push(4 * MINUTE);
        await world.record(id, { token: token(name), event: 'ended', duration_ms: 240_000, ...more, ...ended });
      }
    };
    await run(review, 'a', { session: 's-1', prompt_sha: SHA, agent: 'claude' }, { exit_code: 3 });
    world.clock.push(DAY);
    await run(tea, 'b', { unattended: true }, { exit_code: 137 });
    await run(tea, 'c', { unattended: true }, { exit_code: 0 });
    await run(review, 'd', {}, {});
    await run(review, 'e', {});
    await world.record(review, { token: '0', event: 'skipped', slots: 4 });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const said = async (...words: readonly string[]): Promise<string> => {
    const reply = await world.say('history', ...words);
    assert.ok(reply.ok, reply.ok ? '' : reply.why);
    return reply.say;
  };

  it('lists what ran by day, newest first, with how it went', async () => {
    assert.deepEqual((await said()).split('\n'), [
      'Today',
      '  10:16  eeeeeeee  Resume the review  never started · claude',
      '  10:12  dddddddd  Resume the review  end unknown · 4 min · claude',
      '  10:08  cccccccc  Tea                ok · 4 min · codex · automatic',
      '  10:04  bbbbbbbb  Tea                failed, SIGKILL · 4 min · codex · automatic',
      'Yesterday',
      '  10:00            Resume the review  skipped, 4 slots',
      '  10:00  aaaaaaaa  Resume the review  failed, exit code 3 · 4 min · claude',
    ]);
  });

  it('says of a run that changed nothing and had nothing to report only that, and of one over its time why', async () => {
    const changes = { base: 'a'.repeat(40), head: 'a'.repeat(40), commits: 0, files: 0 };
    const end = { event: 'ended', duration_ms: 1000, unattended: true } as const;
    for (const [name, more] of [
      ['f', { exit_code: 0, nothing_to_report: true, changes }],
      ['9', { exit_code: 0, nothing_to_report: true, changes: { ...changes, files: 1, insertions: 1, deletions: 0 } }],
      ['8', { exit_code: 143, over_minutes: 20, used: { input_tokens: 12345, output_tokens: 67, exact: false } }],
    ] as const) {
      await world.record(tea, { token: token(name), ...end, ...more });
    }
    const lines = (await said()).split('\n');
    const lineOf = (name: string): string => lines.find(line => line.includes(token(name).slice(0, 8))) ?? '';
    assert.match(lineOf('f'), /ok · .* · nothing to report$/);
    assert.match(lineOf('9'), /1 file \+1 −0$/);
    assert.match(lineOf('8'), /failed, over its 20 minutes · /);
    const full = await said(tea);
    assert.match(full, /used at least 12,345 tokens in, 67 out/);
    assert.match(full, /used tokens not known/);
    const all = await world.value<readonly { readonly token: string; readonly used: unknown }[]>('history', tea);
    assert.deepEqual(all.find(run => run.token === token('8'))?.used, {
      ...{ input_tokens: 12345, cache_read_tokens: null, cache_write_tokens: null, output_tokens: 67 },
      ...{ reasoning_tokens: null, exact: false },
    });
  });

  it('gives the same to programs, with the entry of each and what is kept of it', async () => {
    mkdirSync(join(home, 'prompts'));
    writeFileSync(join(home, 'prompts', `${SHA}.txt`), 'Go on.\n');
    const runs = await world.value<Record<string, unknown>[]>('history');
    assert.deepEqual(
      runs.map(({ title, outcome, signal, unattended }) => [title, outcome, signal, unattended]),
      [
        ['Resume the review', 'interrupted', null, false],
        ['Resume the review', 'unknown', null, false],
        ['Tea', 'ok', null, true],
        ['Tea', 'failed', 'SIGKILL', true],
        ['Resume the review', 'skipped', null, false],
        ['Resume the review', 'failed', null, false],
      ],
    );
    assert.deepEqual(runs.at(-1), {
      ...{ id: review, title: 'Resume the review', scope: 'project', folder: '/home/me/project' },
      ...{ occ: '2026-11-22T10:00:00.000Z', gen: 0, token: token('a'), outcome: 'failed', exit_code: 3, signal: null },
      ...{ claimed_at: '2026-11-22T10:00:00.000Z', started_at: '2026-11-22T10:00:00.000Z' },
      ...{ ended_at: '2026-11-22T10:04:00.000Z', duration_ms: 240_000, session: 's-1', pid: 4711, host: 'desk' },
      ...{ prompt_sha: SHA, prompt_path: join(home, 'prompts', `${SHA}.txt`), output_path: null },
      ...{ unattended: false, agent: 'claude' },
      ...{ base: null, head: null, commits: null, files: null, insertions: null, deletions: null, dirty: null },
      ...{ branch: null, result: null },
      ...{ place: null, nothing_to_report: false, over_minutes: null, used: null },
    });
  });

  it('of one entry tells everything about each run', async () => {
    const text = await said(review);
    assert.ok(!text.includes('Tea'));
    for (const part of [
      'run aaaaaaaa',
      'occurrence 2026-11-22T10:00:00.000Z',
      'started Sun 22 Nov, 10:00 UTC (',
      'ended Sun 22 Nov, 10:04 UTC (',
      'session s-1',
      'process 4711 on desk',
      'prompt c0ffee0000000000',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });

  it('shows so many, and says that there are more', async () => {
    const text = await said('--limit', '2');
    assert.deepEqual([text.match(/Resume/g)?.length, text.split('\n').at(-1)], [2, '4 more: --limit shows them.']);
    assert.equal((await world.value<unknown[]>('history', '--limit', '2')).length, 2);
  });

  it('shows the prompt of a run, where this machine has it', async () => {
    assert.match(await world.refusal('history', '--prompt', 'aaaa'), /does not have the prompt/);
    mkdirSync(join(home, 'prompts'));
    writeFileSync(join(home, 'prompts', `${SHA}.txt`), 'Go \u001B[31mon.\n');
    assert.equal(await said('--prompt', 'aaaa'), 'Go on.');
    assert.equal(await said(review, '--prompt', token('a')), 'Go on.');
    assert.match(await world.refusal('history', tea, '--prompt', 'aaaa'), /no run "aaaa"/);
    assert.match(await world.refusal('history', '--prompt', 'bbbb'), /does not have the prompt/);
  });

  it('shows what a run printed that nobody watched, and so does show', async () => {
    assert.match(await world.refusal('history', '--output', 'c'), /kept nothing/);
    mkdirSync(join(home, 'output'));
    writeFileSync(join(home, 'output', `${token('c')}.txt`), 'all well\n');
    assert.equal(await said('--output', 'c'), 'all well');
    const shown = await world.say('show', tea);
    assert.ok(
      shown.ok && shown.say.endsWith(`Output of the last automatic run: ${join(home, 'output', token('c'))}.txt`),
    );
  });

  it('says what a run changed, and which files where this machine knows', async () => {
    const base = '3f2a91c0'.padEnd(40, '0');
    const changes = { base, head: base, commits: 0, files: 2, insertions: 12, deletions: 1, dirty: true };
    const more = { token: token('f'), agent: 'claude' };
    await world.record(tea, { ...more, event: 'started' });
    await world.record(tea, { ...more, event: 'ended', exit_code: 0, changes });
    assert.match(await said(), /Tea {16}ok · claude · 2 files \+12 −1$/m);
    assert.match(await said(tea), /^ +commit 3f2a91c000\n +not all of it committed$/m);
    const [listed] = await world.value<Record<string, unknown>[]>('history', tea, '--limit', '1');
    assert.deepEqual({ ...listed, ...changes }, listed);
    assert.match(await world.refusal('history', '--changes', 'f'), /does not have the names/);
    assert.match(await world.refusal('history', '--changes', 'c'), /Nobody knows/);
    await keepChanges(home, token('f'), [
      { path: 'src/\u001b[31mretry.ts', insertions: 12, deletions: 1 },
      { path: 'x.png' },
    ]);
    assert.equal(await said('--changes', 'f'), '+12 −1      src/retry.ts\nbinary      x.png');
  });

  it('names a run by nothing that could be two, and looks for no file but its own', async () => {
    await world.record(tea, { token: 'cc11', event: 'started' });
    assert.match(await world.refusal('history', '--prompt', 'c'), /The ids of 2 runs begin with "c"/);
    assert.match(await world.refusal('history', '--prompt', ''), /no run/);
    writeFileSync(join(home, 'secret.txt'), 'secret');
    const evil = '../secret';
    await world.record(tea, { token: evil, event: 'started', prompt_sha: evil, unattended: true });
    assert.match(await world.refusal('history', '--prompt', evil), /does not have/);
    assert.match(await world.refusal('history', '--output', evil), /kept nothing/);
    assert.match(await world.refusal('history', '--prompt', 'a', '--output', 'a'), /one of/);
  });

  it('is empty where nothing ran', async () => {
    const fresh = createWorld();
    await fresh.add('Tea', '1h');
    const reply = await fresh.say('history');
    assert.ok(reply.ok && reply.say === 'Nothing has run yet.' && Array.isArray(reply.value));
  });
});
