import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { node, openShell, program, type Shell } from './shell.ts';

interface Answer {
  readonly id: number | string | null;
  readonly result?: { readonly protocolVersion?: string; readonly isError?: boolean };
  readonly error?: { readonly code: number; readonly message: string };
}

const line = (message: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const hello = (version = '2025-06-18'): string =>
  line({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: version, capabilities: {}, clientInfo: { name: 'wire', version: '0' } },
  });
const add = (message: string): object => ({
  method: 'tools/call',
  params: { name: 'defer_add', arguments: { message, when: '1h' } },
});

describe('a client that writes all that it has to say, and closes', () => {
  let shell: Shell;
  beforeEach(() => {
    shell = openShell();
  });
  afterEach(() => shell.remove());

  /** Writes to the server, closes its input, and gives what it answered, line by line. */
  async function tell(...input: readonly string[]) {
    const child = spawn(node, [program, 'mcp'], { cwd: shell.project, env: shell.env });
    child.stdin.end(input.join(''));
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    const answers = out.split('\n').slice(0, -1);
    return { code: code as unknown, err, answers: answers.map(answer => JSON.parse(answer) as Answer) };
  }

  it('is answered every call that it made', async () => {
    const calls = [2, 3, 4].map(id => line({ id, ...add(`Entry ${id}`) }));
    const { code, err, answers } = await tell(hello(), line({ method: 'notifications/initialized' }), ...calls);
    assert.deepEqual(answers.map(({ id }) => id).sort(), [1, 2, 3, 4]);
    assert.ok(answers.every(({ result }) => result && result.isError !== true));
    assert.deepEqual([code, err], [0, '']);
    assert.equal((await shell.json<unknown[]>('list')).length, 3);
  });

  it('is answered a last line without an end', async () => {
    const { code, answers } = await tell(hello(), line({ id: 2, ...add('Entry') }).trimEnd());
    assert.deepEqual([code, answers.map(({ id }) => id)], [0, [1, 2]]);
  });

  it('is told what is no message, with its id where it has one, and goes on', async () => {
    const { code, err, answers } = await tell(
      hello(),
      'Listening on port 80\n',
      '\n',
      line({ id: 2, method: 'tools/call', params: [1] }),
      line({ id: 'three', method: 5 }),
      line({ id: 4, result: 5 }),
      line({ method: 'notifications/initialized', params: 5 }),
      '[]\n',
      line({ id: 5, method: 'ping' }),
    );
    assert.deepEqual(
      answers.map(({ id, error }) => [id, error?.code]).sort((a, b) => String(a).localeCompare(String(b))),
      [
        [null, -32600],
        [null, -32700],
        [1, undefined],
        [2, -32600],
        [5, undefined],
        ['three', -32600],
      ],
    );
    assert.equal(code, 0);
    assert.match(err, /^(?:defer: The client sent .*\n){6}$/);
  });

  it('is answered a batch in a batch, in the version that has them', async () => {
    const batch = [2, 3].map(id => ({ jsonrpc: '2.0', id, ...add(`Entry ${id}`) }));
    const { code, err, answers } = await tell(hello('2025-03-26'), `${JSON.stringify(batch)}\n`);
    const [first, ...others] = answers;
    assert.equal(first?.result?.protocolVersion, '2025-03-26');
    assert.deepEqual(
      others.flat().map(({ id, result }) => [id, result?.isError ?? false]),
      [
        [2, false],
        [3, false],
      ],
    );
    assert.ok(Array.isArray(others[0]));
    assert.deepEqual([code, err], [0, '']);
  });

  it('is told that a line is too long, and is answered the next one', async () => {
    const long = line({ id: 2, ...add('x'.repeat(11 * 1024 * 1024)) });
    const { code, err, answers } = await tell(hello(), long, line({ id: 3, method: 'ping' }), long.trimEnd());
    assert.deepEqual(
      answers.map(({ id, error }) => [id, error?.code]).filter(([id]) => id !== 1),
      [
        [null, -32600],
        [3, undefined],
        [null, -32600],
      ],
    );
    assert.equal(code, 0);
    assert.match(err, /^(?:defer: The client sent a line of more than 10 MiB\.\n){2}$/);
  });
});
