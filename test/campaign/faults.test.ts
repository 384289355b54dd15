// A disk that fails: each call of the file system that a command makes fails once; and a disk that is full.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { node, openShell, program, run, type Shell, type Spoken } from '../cli/shell.ts';
import { seed } from '../support/property.ts';
import { placeFakeAgent } from '../support/fakeAgent.ts';

const FAULTS = ['ENOSPC', 'EROFS', 'EMFILE', 'EIO', 'EACCES', 'short'] as const;
const PRELOAD = join(import.meta.dirname, '..', 'support', 'failingDisk.cjs');

/** The most calls of one command that are made to fail. */
const MOST = 400;

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** Commands, with ID for the id of the entry that they are about. */
const COMMANDS: readonly (readonly string[])[] = [
  ['list'],
  ['add', 'New', '--when', '2h'],
  ['add', 'Repeats', '--when', 'every day at 9'],
  ['snooze', 'ID', '1h'],
  ['reschedule', 'ID', '2d'],
  ['edit', 'ID', '--note', 'Ask first'],
  ['done', 'ID'],
  ['cancel', 'ID'],
  ['undo'],
  ['archive'],
  ['run', 'ID'],
  ['add', 'Again', '--when', '2h', '--scope', 'global'],
];

/** A home and a project with some past, and a shell to call Defer in copies of them. */
async function makeTemplate(): Promise<{ readonly shell: Shell; readonly id: string }> {
  const shell = openShell();
  placeFakeAgent(shell.bin, 'claude');
  const add = async (...words: readonly string[]): Promise<string> =>
    (await shell.json<{ id: string }>('add', ...words)).id;
  await add('Stays', '--when', '3h');
  const id = await add('Subject', '--when', 'now', '--agent', 'claude', '--prompt', 'Go on');
  await shell.defer('done', await add('Closed', '--when', '1h'));
  await shell.defer('snooze', await add('Moved', '--when', '1h'), '2h');
  return { shell, id };
}

/** What a copy of the template is called in, and how. */
interface Scene {
  readonly root: string;
  defer(words: readonly string[], fault?: Readonly<Record<string, string>>): Promise<Spoken>;
  /** Whether the fault was met. */
  readonly met: string;
  schedule(): string;
}

function copyOf(shell: Shell): Scene {
  const root = mkdtempSync(join(tmpdir(), 'defer-fault-'));
  const [home, project, met] = [join(root, 'home'), join(root, 'project'), join(root, 'met')];
  cpSync(shell.home, home, { recursive: true });
  cpSync(shell.project, project, { recursive: true });
  const env = { ...shell.env, HOME: home, USERPROFILE: home };
  return {
    root,
    met,
    defer: (words, fault) =>
      run(node, [...(fault ? ['--require', PRELOAD] : []), program, ...words], project, {
        ...env,
        ...(fault && { ...fault, DEFER_FAULT_IN: `${project}:${home}`, DEFER_FAULT_MET: met }),
      }),
    schedule: () => readFileSync(join(project, '.sf', 'schedule.jsonl'), 'utf8'),
  };
}

const listOf = async (scene: Scene): Promise<readonly Listed[]> => {
  const { code, out, err } = await scene.defer(['list', '--all', '--scope', 'all', '--json']);
  assert.equal(code, 0, err);
  return JSON.parse(out) as readonly Listed[];
};

/** Checks what a command left that met a fault: a clear end, all that was there, and a schedule that goes on. */
async function check(scene: Scene, { code, err }: Spoken, what: string): Promise<void> {
  assert.ok(code !== null && code >= 0 && code <= 2, `${what}: ended with ${code}`);
  assert.doesNotMatch(err, /^\s+at /m, what);
  if (code !== 0) {
    assert.match(err, /^defer: ./m, what);
    // Node's own words for an error do not help anybody.
    assert.doesNotMatch(err, /made to fail/, what);
  }
  const before = await listOf(scene);
  for (const title of ['Stays', 'Subject', 'Moved']) {
    assert.ok(
      before.some(entry => entry.title === title),
      `${what}: ${title} is lost`,
    );
  }
  const next = await scene.defer(['add', 'Afterwards', '--when', '5h']);
  assert.equal(next.code, 0, `${what}: ${next.err}`);
  assert.equal((await listOf(scene)).filter(({ title }) => title === 'Afterwards').length, 1, what);
  const torn = scene
    .schedule()
    .split('\n')
    .filter(line => line !== '' && !isJson(line));
  assert.ok(torn.length <= 1, `${what}: ${torn.join('\n')}`);
}

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

/** What an act that said it was done has to have done. */
function hasDone(words: readonly string[], entries: readonly Listed[]): boolean {
  const [verb, title = ''] = words;
  const subject = entries.find(entry => entry.title === 'Subject');
  switch (verb) {
    case 'add':
      return entries.some(entry => entry.title === title);
    case 'snooze':
      return subject?.status === 'snoozed';
    case 'done':
    case 'run':
      return subject?.status === 'done';
    case 'cancel':
      return subject?.status === 'cancelled';
    case 'undo':
      return subject?.status === 'pending';
    default:
      return true;
  }
}

/**
 * Lets each call of the file system that a command makes fail once, in one of the ways after the other; answers with
 * how many calls there were. `first`: the way for the first call.
 */
async function failEach(shell: Shell, id: string, words: readonly string[], first: number): Promise<number> {
  const said = words.map(word => (word === 'ID' ? id : word));
  for (let at = 1; at <= MOST; at += 1) {
    const fault = FAULTS[(first + at) % FAULTS.length] ?? '';
    const scene = copyOf(shell);
    try {
      // The journal of acts names the folder that they were done in.
      if (words[0] === 'undo') await scene.defer(['cancel', id]);
      const ended = await scene.defer(said, { DEFER_FAULT: fault, DEFER_FAULT_AT: String(at) });
      if (!existsSync(scene.met)) {
        assert.equal(ended.code, 0, ended.err);
        // There are fewer writes than calls.
        if (fault === 'short') continue;
        return at - 1;
      }
      const what = `defer ${words.join(' ')}, call ${at} fails with ${fault}`;
      if (ended.code === 0) {
        assert.ok(hasDone(words, await listOf(scene)), `${what}: said to be done, and is not`);
      }
      await check(scene, ended, what);
    } finally {
      rmSync(scene.root, { recursive: true, force: true });
    }
  }
  return MOST;
}

describe('a call of the file system that fails', { concurrency: 2, timeout: 1_800_000 }, () => {
  for (const words of COMMANDS) {
    it(`is told by ${words.join(' ')}, which loses nothing`, async t => {
      const { shell, id } = await makeTemplate();
      t.diagnostic(`${await failEach(shell, id, words, seed)} faults; DEFER_SEED=${seed} repeats them`);
      shell.remove();
    });
  }
});

const isRoot = process.getuid?.() === 0;

describe('a disk that is full', { skip: !isRoot && 'only root can mount a small disk' }, () => {
  it('gives one clear error, and what was said to be done is there', async t => {
    const place = mkdtempSync(join(tmpdir(), 'defer-full-'));
    const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: place };
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { env, stdio: 'ignore' });
    } catch {
      return t.skip('this machine mounts no small disk');
    }
    const shell = openShell();
    try {
      const project = join(place, 'project');
      mkdirSync(project);
      const added: string[] = [];
      let refused: Spoken | undefined;
      for (let index = 0; index < 300 && !refused; index += 1) {
        const said = await shell.from(project, 'add', `Entry ${index} ${'x'.repeat(2000)}`, '--when', '2h', '--json');
        if (said.code === 0) added.push((JSON.parse(said.out) as { id: string }).id);
        else refused = said;
      }
      assert.ok(added.length > 3 && refused, `${added.length} entries were taken`);
      assert.match(refused.out, /no space|full/i);
      const list = await shell.from(project, 'list', '--json');
      assert.equal(list.code, 0, list.err);
      assert.deepEqual((JSON.parse(list.out) as readonly Listed[]).map(({ id }) => id).sort(), added.sort());
      t.diagnostic(`${added.length} entries, then refused`);
    } finally {
      execFileSync('umount', [place], { env });
      rmSync(place, { recursive: true, force: true });
      shell.remove();
    }
  });
});
