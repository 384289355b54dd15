import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { KEPT_OUTPUT, OutputTail } from '../../../../src/runner/exec/outputTail.ts';
import { drained, captureOutput } from '../../../../src/runner/exec/outputCapture.ts';
import { MINUTE, toIso, instant } from '../../../../src/core/basics/time.ts';
import { isThere, makePlace, rowsOf, until, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

const TOKEN = 'ab'.repeat(16);
const SECRET = `sk-${'Ab1'.repeat(12)}`;

describe('the end of an output', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'defer-tail-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const kept = (): string => readFileSync(join(home, 'output', `${TOKEN}.txt`), 'utf8');
  const keep = async (...parts: readonly (string | Buffer)[]): Promise<string> => {
    const tail = new OutputTail(home, TOKEN);
    parts.forEach(part => tail.add('out', Buffer.from(part)));
    await tail.close();
    return kept();
  };

  it('of the standard output alone is its last words, whatever the other stream says', () => {
    const tail = new OutputTail(home, TOKEN);
    tail.add('out', Buffer.from('x'.repeat(9000)));
    tail.add('err', Buffer.from('tokens used\n12\n'));
    tail.add('out', Buffer.from('\nDone.\u001b[0m \n'));
    tail.add('err', Buffer.from('Duration 1s\n'));
    assert.match(tail.lastWords, /^x{4000,}\nDone\. \n$/);
  });

  it('keeps its output private to the owner', onPosix, async () => {
    assert.equal(await keep('one\n', 'two\n'), 'one\ntwo\n');
    assert.equal(statSync(join(home, 'output', `${TOKEN}.txt`)).mode & 0o777, 0o600);
    assert.equal(statSync(join(home, 'output')).mode & 0o777, 0o700);
  });

  it('is at most 64 KiB, and begins with a whole character', async () => {
    const text = await keep('€'.repeat(400_000), 'the end');
    assert.ok(Buffer.byteLength(text) <= KEPT_OUTPUT && Buffer.byteLength(text) > KEPT_OUTPUT - 4);
    assert.match(text, /^€+the end$/);
  });

  it('holds whole characters that came in two pieces', async () => {
    const bytes = Buffer.from('a€b');
    assert.equal(await keep(bytes.subarray(0, 2), bytes.subarray(2)), 'a€b');
  });

  it('holds no secret and nothing that a terminal obeys, cut wherever it came in pieces', async () => {
    const printed = `\u001B[31mkey ${SECRET}\u001B]0;title\u0007\u202E done\r\n`;
    for (const at of [1, 5, 12, 30, 44]) {
      assert.equal(await keep(printed.slice(0, at), printed.slice(at)), 'key sk-A… done\n');
    }
    const long = await keep(`${SECRET.repeat(1)} ${'x '.repeat(KEPT_OUTPUT / 2 - 10)}`);
    assert.ok(!long.includes('Ab1'), 'not even the end of one that lies across the beginning');
  });

  it('is there while the run goes on', async () => {
    const tail = new OutputTail(home, TOKEN);
    tail.add('out', Buffer.from('so far'));
    await until('it is written', () => existsSync(join(home, 'output', `${TOKEN}.txt`)));
    assert.equal(kept(), 'so far');
    await tail.close();
    assert.deepEqual(readdirSync(join(home, 'output')), [`${TOKEN}.txt`]);
  });

  it('is no file where nothing was printed', async () => {
    await new OutputTail(home, TOKEN).close();
    assert.equal(existsSync(join(home, 'output')), false);
  });

  it('makes room for itself: of 500 the oldest goes', async () => {
    await keep('first');
    for (let count = 0; count < 500; count += 1) {
      const path = join(home, 'output', `${count}.txt`);
      writeFileSync(path, '');
      utimesSync(path, count, count);
    }
    await keep('again');
    const left = readdirSync(join(home, 'output'));
    assert.deepEqual([left.length, left.includes('0.txt'), left.includes('1.txt')], [500, false, true]);
    assert.equal(kept(), 'again');
  });
});

describe('what is passed on', () => {
  it('goes on without a reader that is closed, and at the pace of one that is slow', async () => {
    const seen: string[] = [];
    const source = new PassThrough();
    const closed = new Writable({ write: (_, __, done) => done(new Error('closed')) });
    closed.on('error', () => undefined);
    captureOutput(source, closed, bytes => seen.push(bytes.toString()));
    for (let count = 0; count < 50; count += 1) {
      source.write('x'.repeat(10_000));
      await new Promise(setImmediate);
    }
    source.end();
    await drained([source]);
    assert.equal(seen.join('').length, 500_000);

    const slow = new PassThrough();
    let got = '';
    const target = new Writable({
      highWaterMark: 10,
      write: (bytes: Buffer, _, done) => {
        got += bytes.toString();
        setTimeout(done, 1);
      },
    });
    captureOutput(slow, target, () => undefined);
    slow.end('y'.repeat(100));
    await drained([slow]);
    await until('all of it came', () => got.length === 100);
  });
});

describe('a run that nobody watches', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());
  const output = (token: string): string => join(place.home, 'output', `${token}.txt`);

  it('keeps the end of what was printed on both streams, and passes all of it on', async () => {
    const agent = place.fakeAgent('claude', { prints: `key ${SECRET}`, complains: 'oh no', exitCode: 3 });
    const id = await place.addAllowed();
    const token = await place.claim(id, { unattended: true });
    const { out, err } = await place.run(token);
    assert.deepEqual([out, err], [`key ${SECRET}\n`, 'oh no\n']);
    assert.equal(readFileSync(output(token), 'utf8').split('\n').sort().join(), ',key sk-A…,oh no');
    assert.equal(agent.calls()[0]?.arguments[0], '-p');
    assert.ok(!JSON.stringify(rowsOf(place)).includes('oh no'), 'nothing of it is in the schedule');
    const watched = await place.claim(await place.add());
    assert.equal((await place.run(watched)).out, `key ${SECRET}\n`);
    assert.equal(existsSync(output(watched)), false, 'a person who watches has the terminal');
  });

  it('ends with its agent, though a child of that holds the output open', onPosix, async () => {
    const child = join(place.root, 'child');
    const script = `#!/bin/sh\n/bin/cat > /dev/null\necho begun\n/bin/sleep 600 &\necho $! > '${child}'\nexit 4\n`;
    writeFileSync(join(place.bin, 'claude'), script, { mode: 0o755 });
    const id = await place.addAllowed();
    const token = await place.claim(id, { unattended: true });
    const { process: runner } = place.runner(token);
    const code = await new Promise(resolve => runner.once('exit', resolve));
    assert.equal(code, 4);
    const pid = Number(readFileSync(child, 'utf8'));
    assert.ok(isThere(pid), 'the child goes on');
    process.kill(pid);
    assert.equal(readFileSync(output(token), 'utf8'), 'begun\n');
  });

  it('at a usage limit is due again once that is over, and uses up no retry', async () => {
    place.fakeAgent('claude', { prints: "You've hit your usage limit. Try again in 3 hours 20 minutes.", exitCode: 1 });
    const id = await place.addAllowed({ max_retries: 1 });
    const { dueAt: slot } = await place.entry(id);
    assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 1);
    const { dueAt = 0, originalDueAt, attempts, lastError, isOpen } = await place.entry(id);
    assert.ok(Math.abs(dueAt - place.clock.now() - 201 * MINUTE) < MINUTE);
    assert.deepEqual([originalDueAt, attempts, isOpen], [slot, 0, true]);
    assert.equal(lastError, `exit code 1; usage limit, resets ${toIso(instant(dueAt - MINUTE))}`);
  });
});
