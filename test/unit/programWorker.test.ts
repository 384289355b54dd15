import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { emptyFolder } from '../support/folder.ts';
import { testHome } from '../support/home.ts';
import { runAnew, runProgram, type Spoken } from '../support/programWorker.ts';

/** Says all that one start could leave to the next one. */
const PROGRAM = `
const calls = (globalThis.calls ?? 0) + 1;
globalThis.calls = calls;
const [word, wait = '0'] = process.argv.slice(2);
const said = { calls, word, folder: process.cwd(), env: process.env, listeners: process.listenerCount('SIGHUP') };
process.on('SIGHUP', () => undefined);
process.once('exit', code => process.stderr.write('exit ' + code));
const wrapped = globalThis.setTimeout;
globalThis.setTimeout = (job, ms) => wrapped(job, ms);
setTimeout(() => {
  process.stdout.write(JSON.stringify({ ...said, isWrappedTwice: wrapped.name === '' }));
  if (word === 'seven') process.exitCode = 7;
  if (word === 'throw') throw new Error('Thrown by the program');
}, Number(wait));
`;

describe('a program that is started in a process that stays', () => {
  const prepare = async (): Promise<(...words: readonly string[]) => Promise<Spoken>> => {
    const folder = realpathSync(await emptyFolder());
    mkdirSync(join(folder, 'work'));
    const program = join(folder, 'program.cjs');
    writeFileSync(program, PROGRAM);
    const env = { HOME: testHome, OWN: 'own' };
    return async (...words) => {
      const start = { words, folder: join(folder, 'work'), env };
      const [stays, anew] = [
        await runProgram(process.execPath, program, start),
        await runAnew(process.execPath, { ...start, words: [program, ...words] }),
      ];
      assert.equal(stays.out, anew.out);
      assert.equal(stays.code, anew.code);
      return stays;
    };
  };

  it('finds what it finds in one of its own, each time', async () => {
    const start = await prepare();
    for (const word of ['one', 'seven', 'two']) {
      const { code, out, err } = await start(word, '20');
      assert.deepEqual([code, err], [word === 'seven' ? 7 : 0, `exit ${code}`]);
      assert.match(
        out,
        new RegExp(`^{"calls":1,"word":"${word}","folder":".+work".+"listeners":0,"isWrappedTwice":false}$`),
      );
    }
  });

  it('may throw, and the next one is started all the same', async () => {
    const start = await prepare();
    const { code, err } = await start('throw');
    assert.equal(code, 1);
    assert.match(err, /Error: Thrown by the program\n {4}at/);
    assert.equal((await start('next')).code, 0);
  });

  it('is not waited for while another start has that process', async () => {
    const start = await prepare();
    const ends = await Promise.all(['one', 'two', 'three'].map(word => start(word, '50')));
    assert.deepEqual(
      ends.map(({ out }) => (JSON.parse(out) as { word: string }).word),
      ['one', 'two', 'three'],
    );
  });
});
