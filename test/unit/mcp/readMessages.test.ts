import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { readMessages } from '../../../src/mcp/readMessages.ts';

/** The ids and codes that a line is answered with. */
const refused = (line: string): unknown[] =>
  readMessages(line, parseJSONRPCMessage).answers.map(answer => {
    const { id, error } = answer as { readonly id: unknown; readonly error: { readonly code: number } };
    return [id, error.code];
  });

describe('a line of a client', () => {
  for (const [line, answers] of [
    ['{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]', [[null, -32700]]],
    ['[{"jsonrpc": "2.0", "method": "sum", "id": "1"},{"jsonrpc": "2.0", "method"]', [[null, -32700]]],
    ['{"jsonrpc": "2.0", "method": 1, "params": "bar"}', [[null, -32600]]],
    ['{"foo": "boo"}', [[null, -32600]]],
    ['[]', [[null, -32600]]],
    ['[1]', [[null, -32600]]],
    [
      '[1,[],null]',
      [
        [null, -32600],
        [null, -32600],
        [null, -32600],
      ],
    ],
    ['null', [[null, -32600]]],
    ['"text"', [[null, -32600]]],
    ['{"jsonrpc":"2.0","id":2,"method":"tools/call","params":[1]}', [[2, -32600]]],
    ['{"jsonrpc":"2.0","id":"a","method":"ping","more":1}', [['a', -32600]]],
    ['{"id":3,"method":"ping"}', [[3, -32600]]],
    ['{"jsonrpc":"2.0","id":4}', [[4, -32600]]],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', [[null, -32600]]],
    ['{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}', [[null, -32600]]],
    ['{"jsonrpc":"2.0","method":"notifications/initialized","params":[1]}', []],
    ['{"jsonrpc":"2.0","id":5,"result":1}', []],
    ['{"jsonrpc":"2.0","id":5,"error":"no"}', []],
  ] as const) {
    it(`that holds what is no message is answered as JSON-RPC says: ${line}`, () => {
      assert.deepEqual(refused(line), answers);
      const { messages, fault } = readMessages(line, parseJSONRPCMessage);
      assert.equal(messages.length, 0);
      assert.match(fault ?? '', /^The client sent [^\n]+\.$/);
    });
  }

  it('gives the messages in it, in their order', () => {
    const [one, two] = [
      { jsonrpc: '2.0', id: 1, method: 'ping' },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
    ];
    const read = (value: unknown) => readMessages(JSON.stringify(value), parseJSONRPCMessage);
    assert.deepEqual(read(one), { isBatch: false, messages: [one], answers: [], fault: undefined });
    assert.deepEqual(read([one, two]), { isBatch: true, messages: [one, two], answers: [], fault: undefined });
  });
});
