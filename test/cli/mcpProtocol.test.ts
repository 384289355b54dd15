import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { node, openShell, program } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Speaks JSON lines to the server, as a client that knows no library of ours does. */
function speak() {
  const child = spawn(node, [program, 'mcp'], {
    cwd: shell.project,
    env: shell.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const answers = lines[Symbol.asyncIterator]();
  let last = 0;
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return {
    send,
    async ask(method: string, params: object = {}): Promise<Answer> {
      const id = (last += 1);
      send({ id, method, params });
      for (;;) {
        const { value, done } = await answers.next();
        assert.ok(!done, 'the server has left');
        const answer = JSON.parse(value) as Answer;
        if (answer.id === id) {
          return answer;
        }
      }
    },
    /** Closes the input; gives the exit code. */
    async leave(): Promise<unknown> {
      const ended = once(child, 'exit');
      child.stdin.end();
      return (await ended)[0];
    },
  };
}

const hello = (version: string, name = 'raw'): object => ({
  protocolVersion: version,
  capabilities: {},
  clientInfo: { name, version: '0' },
});

for (const version of ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25']) {
  test(`a client that speaks ${version} is answered in it, and ends the server by leaving`, async () => {
    const server = speak();
    const { result } = await server.ask('initialize', hello(version));
    assert.equal(result?.['protocolVersion'], version);
    assert.equal((result['serverInfo'] as { name: string }).name, 'defer');
    server.send({ method: 'notifications/initialized' });
    const { tools } = (await server.ask('tools/list')).result as { tools: { name: string }[] };
    assert.ok(tools.some(({ name }) => name === 'defer_add'));
    const made = await server.ask('tools/call', {
      name: 'defer_add',
      arguments: { message: version, when: '1h', dry_run: true },
    });
    const { content } = made.result as { content: { type: string; text: string }[] };
    assert.match(content[0]?.text ?? '', /^Would be scheduled/);
    assert.equal((JSON.parse(content[1]?.text ?? '') as { created_by: string }).created_by, 'agent:raw');
    assert.equal(await server.leave(), 0);
  });
}

test('a version that nobody speaks is answered with one that the server does', async () => {
  const server = speak();
  const { result } = await server.ask('initialize', hello('1999-01-01'));
  assert.equal(result?.['protocolVersion'], '2025-11-25');
  assert.equal(await server.leave(), 0);
});

test('what is no message, or no method, does not end the server', async () => {
  const server = speak();
  await server.ask('initialize', hello('2025-06-18'));
  server.send({ method: 'notifications/initialized' });
  assert.equal((await server.ask('nonsense/nothing')).error?.code, -32601);
  assert.ok((await server.ask('tools/call', { name: 'defer_run', arguments: { id: 'x' } })).error);
  assert.ok((await server.ask('ping')).result);
  assert.equal(await server.leave(), 0);
});
