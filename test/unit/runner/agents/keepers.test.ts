import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Sought } from '../../../../src/runner/keepers/keeper.ts';
import { keeperOf } from '../../../../src/runner/keepers/keeperOf.ts';
import { withLinks } from '../../../support/systems.ts';

describe('a keeper of conversations', () => {
  let root: string;
  let now: number;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-keeper-')));
    now = Date.now();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const tool = { executable: '/nowhere', calledAs: '/nowhere', env: {} };
  const find = (more: Partial<Sought> = {}, folders: readonly string[] = []): Promise<string | undefined> =>
    keeperOf('codex', { HOME: root }, folders).find?.({
      ...{ since: now, cwd: '/work', mark: 'entry "1"', tool },
      ...more,
    }) ?? Promise.resolve(undefined);
  const dayOf = (at: number): string => {
    const date = new Date(at);
    const two = (part: number): string => String(part).padStart(2, '0');
    return join(String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate()));
  };
  /** A conversation of codex as the tool writes it; gives its id and its path. */
  const rollout = (meta: Record<string, unknown> = {}, said = 'entry "1" and more'): { id: string; path: string } => {
    const id = randomUUID();
    const folder = join(root, '.codex', 'sessions', dayOf(now));
    mkdirSync(folder, { recursive: true });
    const payload = { id, cwd: '/work', timestamp: new Date(now).toISOString(), ...meta };
    const lines = [{ type: 'session_meta', payload }, { payload: { content: [{ text: said }] } }];
    const path = join(folder, `rollout-2026-11-24T09-00-00-${id}.jsonl`);
    writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    return { id, path };
  };

  it('finds the conversation that began here since, and says this', async () => {
    assert.equal(await find(), undefined);
    const { id } = rollout();
    assert.equal(await find(), id);
  });

  it('takes none of another folder, from before, that says something else, or whose name is not its own', async () => {
    rollout({ cwd: '/elsewhere' });
    rollout({ timestamp: new Date(now - 1).toISOString() });
    rollout({ timestamp: 'soon' });
    rollout({}, 'entry 1');
    rollout({ id: randomUUID() });
    rollout({ cwd: 7, timestamp: null });
    assert.equal(await find(), undefined);
    const { id } = rollout();
    assert.equal(await find(), id);
  });

  it('chooses none of two', async () => {
    rollout();
    rollout();
    assert.equal(await find(), undefined);
  });

  it('follows no link, and tolerates what is not a file or not JSON', withLinks, async () => {
    const { path } = rollout();
    const other = path.replace(/[0-9a-f]{4}\.jsonl$/, '0000.jsonl');
    rmSync(path);
    mkdirSync(path);
    writeFileSync(other, 'not JSON\n');
    assert.equal(await find(), undefined);
    const { path: kept, id } = rollout();
    const away = join(root, 'away');
    renameSync(kept, away);
    symlinkSync(away, kept);
    assert.equal(await find(), undefined);
    rmSync(kept);
    renameSync(away, kept);
    assert.equal(await find(), id);
  });

  it('looks at nothing in a folder that agents work on', async () => {
    rollout();
    assert.equal(await find({}, [root]), undefined);
    assert.equal(await find({}, [join(root, '.codex')]), undefined);
    assert.notEqual(await find({}, [join(root, 'elsewhere')]), undefined);
  });

  it('sees the next day too, where a run began before midnight', async () => {
    const { id } = rollout();
    assert.equal(await find({ since: now - 20 * 60 * 60 * 1000 }), id);
  });

  it('tells whether claude and gemini have one, or that it cannot tell', async () => {
    const id = randomUUID();
    for (const [name, ...path] of [
      ['claude', '.claude', 'projects', '-work', `${id}.jsonl`],
      ['gemini', '.gemini', 'tmp', 'work', 'chats', `session-2026-11-24T09-17-${id.slice(0, 8)}.jsonl`],
    ] as const) {
      const has = async (): Promise<boolean | undefined> => keeperOf(name, { HOME: root }, []).has?.(id);
      assert.equal(await has(), undefined, name);
      mkdirSync(join(root, ...path.slice(0, -1)), { recursive: true });
      assert.equal(await has(), false, name);
      writeFileSync(join(root, ...path), '');
      assert.equal(await has(), true, name);
      assert.equal(await keeperOf(name, {}, []).has?.(id), undefined, 'without a home');
    }
  });
});
