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
});
