import type { Instant } from '../basics/time.ts';
import { recordOf } from '../rows/fieldValues.ts';
import { memberOf, textIn, timeIn, type Json } from '../conversations/reading.ts';

/**
 * Counts the helpers that a conversation began from a moment on, as the records of one tool tell, oldest first. Of a
 * tool that keeps its helpers in the file of the conversation: those that have not ended in it.
 */
export interface HelperCounter {
  take(record: Json): void;
  begun(): number;
}

export type OpenHelperCounter = (since: Instant) => HelperCounter;

/** Which lines of a tool's file may tell of a helper. */
export const HELPER_LINES = {
  claude: /"name":"(?:Agent|Task)"/,
  codex: /"name":"spawn_agent"/,
  copilot: /"subagent\.(?:started|completed|failed)"/,
  gemini: /"name":"invoke_agent"/,
} as const;

/** Counts calls by their ids: a record of a call may be written again. */
function callsSince(callsIn: (record: Json) => readonly (readonly [id: string, at: Instant | undefined])[]) {
  return (since: Instant): HelperCounter => {
    const ids = new Set<string>();
    return {
      take(record) {
        for (const [id, at] of callsIn(record)) {
          if (at !== undefined && at >= since) {
            ids.add(id);
          }
        }
      },
      begun: () => ids.size,
    };
  };
}

const listIn = (value: unknown, name: string): readonly Json[] => {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list.map(recordOf) : [];
};

/** Claude Code: a call of the tool `Agent`, which was called `Task`. */
export const claudeHelpers: OpenHelperCounter = callsSince(record =>
  listIn(memberOf(record, 'message'), 'content')
    .filter(block => textIn(block, 'type') === 'tool_use' && ['Agent', 'Task'].includes(textIn(block, 'name')))
    .map(block => [textIn(block, 'id'), timeIn(record, 'timestamp')]),
);

/** Codex: a call of the function `spawn_agent`. */
export const codexHelpers: OpenHelperCounter = callsSince(record => {
  const payload = memberOf(record, 'payload');
  return textIn(payload, 'type') === 'function_call' && textIn(payload, 'name') === 'spawn_agent'
    ? [[textIn(payload, 'call_id'), timeIn(record, 'timestamp')]]
    : [];
});

/** Gemini CLI: a call of the tool `invoke_agent`. */
export const geminiHelpers: OpenHelperCounter = callsSince(record => {
  const set = listIn(memberOf(record, '$set'), 'messages');
  return (set.length > 0 ? set : [record]).flatMap(message =>
    listIn(message, 'toolCalls')
      .filter(call => textIn(call, 'name') === 'invoke_agent')
      .map(call => [textIn(call, 'id'), timeIn(message, 'timestamp')] as const),
  );
});

/** Copilot: what helpers use stands in the file of the conversation, until they end. */
export const copilotHelpers: OpenHelperCounter = since => {
  const going = new Set<string>();
  return {
    take(record) {
      const [type, call] = [textIn(record, 'type'), textIn(memberOf(record, 'data'), 'toolCallId')];
      const at = timeIn(record, 'timestamp');
      if (type === 'subagent.started' && at !== undefined && at >= since) {
        going.add(call);
      } else if (type === 'subagent.completed' || type === 'subagent.failed') {
        going.delete(call);
      }
    },
    begun: () => going.size,
  };
};
