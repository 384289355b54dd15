import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { LineTransport } from '../../../src/mcp/lineTransport.ts';
import type { Message } from '../../../src/mcp/readMessages.ts';

/** A transport on streams of this process, and all that it did. */
async function open({ patience = 60_000 } = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const did = { read: [] as Message[], errors: [] as string[], left: 0, closed: 0 };
  const transport = new LineTransport({
    ...{ input, output, patience, parse: parseJSONRPCMessage },
    leave: () => void (did.left += 1),
  });
  transport.onmessage = message => void did.read.push(message);
  transport.onerror = error => void did.errors.push(error.message);
  transport.onclose = () => void (did.closed += 1);
  await transport.start();
  const say = async (...messages: readonly unknown[]): Promise<void> => {
    for (const message of messages) {
      input.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
    }
    await turn();
  };
  const written = (): unknown[] =>
    String(output.read() ?? '')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as unknown);
  const end = async (): Promise<void> => {
    input.end();
    await turn();
  };
  return { transport, input, output, did, say, written, end };
}

const call = (id: number | string, method = 'tools/call') => ({ jsonrpc: '2.0', id, method, params: {} });
const answer = (id: number | string) => ({ jsonrpc: '2.0', id, result: {} });
const cancel = (requestId: number | string) => ({
  ...{ jsonrpc: '2.0', method: 'notifications/cancelled' },
  params: { requestId },
});

describe('the transport of the MCP server', () => {
  it('closes at the end of its input where no call is open', async () => {
    const { did, say, end } = await open();
    await say({ jsonrpc: '2.0', method: 'notifications/initialized' }, call(1, 'subscriptions/listen'));
    await end();
    assert.deepEqual([did.closed, did.left], [1, 0]);
  });

  it('closes after the last answer where calls were open, also where two had one id', async () => {
    const { transport, did, say, written, end } = await open();
    await say(call(1), call(1), call('1'));
    await end();
    for (const id of [1, '1', 1]) {
      assert.equal(did.closed, 0);
      await transport.send(answer(id));
    }
    assert.equal(did.closed, 1);
    assert.deepEqual(written(), [answer(1), answer('1'), answer(1)]);
    await assert.rejects(transport.send(answer(2)), /closed/);
  });

  it('does not wait for a call that its client took back', async () => {
    const { did, say, end } = await open();
    await say(call(1), cancel(1));
    await end();
    assert.equal(did.closed, 1);
  });

  it('gives a call up that hangs', async () => {
    const { did, say, end } = await open({ patience: 1 });
    await say(call(1));
    await end();
    while (did.left === 0) {
      await turn();
    }
    assert.equal(did.closed, 1);
    assert.match(did.errors.join(), /^Calls without an answer .*: 1$/);
  });

  it('closes at once where nobody reads its output, though a call is open', async () => {
    const { output, did, say, end } = await open();
    await say(call(1));
    output.destroy(new Error('EPIPE'));
    await turn();
    assert.deepEqual([did.closed, did.errors], [1, ['EPIPE']]);
    await end();
    assert.deepEqual([did.closed, did.left], [1, 0]);
  });

  it('answers a batch as an array, once all of its calls are answered', async () => {
    const { transport, did, say, written, end } = await open();
    await say([call(1), { jsonrpc: '2.0', method: 'notifications/initialized' }, call(2), 7], call(3));
    assert.equal(did.read.length, 4);
    await end();
    for (const id of [2, 3, 1]) {
      await transport.send(answer(id));
    }
    const refused = { jsonrpc: '2.0', id: null, error: { code: -32600, message: did.errors.join() } };
    assert.deepEqual(written(), [answer(3), [refused, answer(2), answer(1)]]);
    assert.equal(did.closed, 1);
  });

  it('answers a batch without what was taken back, and one without calls not at all', async () => {
    const { transport, did, say, written } = await open();
    await say([call(1), call(2)], [{ jsonrpc: '2.0', method: 'notifications/initialized' }], [call(3), cancel(3)]);
    await transport.send(answer(1));
    assert.deepEqual(written(), []);
    await say(cancel(2));
    assert.deepEqual([written(), did.errors], [[[answer(1)]], []]);
  });
});
