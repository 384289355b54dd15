import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Keeper } from '../../src/core/agent/launch.ts';

/**
 * How a made conversation ends: with an answer, a call of a tool, a question, or an error; one with a moment is a stop
 * at a usage limit that resets then, any other not.
 */
export type MadeEnd = 'answer' | 'call' | 'question' | { readonly resetsAt?: number; readonly notice?: string };

/** A conversation as a tool writes it. Times are in ms since 1970. */
export interface Made {
  readonly id?: string;
  readonly folder: string;
  readonly at: number;
  readonly prompt?: string;
  /** What the agent said before the end. */
  readonly said?: string;
  readonly end?: MadeEnd;
  /** What the agent answers at the end, where it does. */
  readonly answer?: string;
  /** How many bytes of tool results stand between the prompt and the end. */
  readonly filler?: number;
}

type Line = Readonly<Record<string, unknown>>;

const iso = (at: number): string => new Date(at).toISOString();
const text = (lines: readonly Line[]): string => lines.map(line => `${JSON.stringify(line)}\n`).join('');
const clock = (at: number): string => iso(at).slice(11, 16);

/** Results of tools in pieces of about 8 KB, each a line of its own. */
const fillers = (bytes: number): readonly string[] =>
  Array.from({ length: Math.ceil(bytes / 8192) }, (_, index) => `${index} `.padEnd(8000, 'some output of a tool, '));

function claude({
  id = '',
  folder,
  at,
  prompt = 'Hello',
  said = 'Well.',
  end = 'answer',
  answer: last = 'Done.',
  filler = 0,
}: Made): Line[] {
  const common = { isSidechain: false, cwd: folder, sessionId: id, version: '2.1.330', gitBranch: 'main' };
  const turn = (type: string, content: unknown, more: Line = {}): Line => ({
    ...{ parentUuid: randomUUID(), ...common, type, message: { role: type, content, ...more }, timestamp: iso(at) },
  });
  const call = [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } }];
  const result = (content: string): Line => turn('user', [{ type: 'tool_result', tool_use_id: 't', content }]);
  const answer = (words: string): Line =>
    turn('assistant', [{ type: 'text', text: words }], { stop_reason: 'end_turn' });
  const ends: Line[] =
    end === 'answer'
      ? [answer(last)]
      : end === 'call'
        ? [turn('assistant', call, { stop_reason: 'tool_use' })]
        : end === 'question'
          ? [turn('user', 'And now?')]
          : [
              {
                ...turn('assistant', [{ type: 'text', text: noticeOf(end) }], { stop_reason: 'stop_sequence' }),
                ...{
                  error: 'rate_limit',
                  isApiErrorMessage: true,
                  apiErrorStatus: 429,
                },
                ...(end.resetsAt !== undefined && {
                  apiError: 'usage_limit_reached',
                  quotaLimits: { status: 'rejected', resetsAt: end.resetsAt / 1000 },
                }),
              },
            ];
  return [
    { type: 'queue-operation', operation: 'enqueue', timestamp: iso(at), sessionId: id },
    turn('user', prompt),
    answer(said),
    ...fillers(filler).flatMap(each => [turn('assistant', call, { stop_reason: 'tool_use' }), result(each)]),
    ...ends,
    { type: 'last-prompt', lastPrompt: prompt, sessionId: id },
    { type: 'mode', mode: 'normal', sessionId: id },
  ];
}

const noticeOf = ({ resetsAt = 0, notice }: Extract<MadeEnd, object>): string =>
  notice ?? `You've hit your session limit · resets ${clock(resetsAt)} (UTC)`;

function codex({
  id = '',
  folder,
  at,
  prompt = 'Hello',
  said = 'Well.',
  end = 'answer',
  answer: last = 'Done.',
  filler = 0,
}: Made): Line[] {
  const line = (type: string, payload: Line): Line => ({ timestamp: iso(at), type, payload });
  const event = (type: string, more: Line = {}): Line => line('event_msg', { type, ...more });
  const message = (role: string, words: string): Line =>
    line('response_item', {
      ...{ type: 'message', role },
      content: [{ type: role === 'user' ? 'input_text' : 'output_text', text: words }],
    });
  const asked = (words: string): readonly Line[] => [
    message('user', words),
    event('item_completed', { item: { type: 'UserMessage', content: [{ type: 'text', text: words }] } }),
  ];
  const limits = (used: number, resetsAt: number): Line =>
    event('token_count', {
      info: null,
      rate_limits: {
        primary: { used_percent: used, window_minutes: 300, resets_at: resetsAt / 1000 },
        secondary: null,
      },
    });
  const call = line('response_item', { type: 'function_call', name: 'exec_command', arguments: '{}', call_id: 'c' });
  const ends: Line[] =
    end === 'answer'
      ? [message('assistant', last), limits(10, at), event('task_complete', { last_agent_message: last })]
      : end === 'call'
        ? [call]
        : end === 'question'
          ? [event('task_started'), ...asked('And now?')]
          : [
              limits(end.resetsAt === undefined ? 90 : 100, end.resetsAt ?? at),
              event('task_complete', {
                last_agent_message: null,
                error: {
                  message: end.notice ?? `You’ve hit your usage limit. Try again at ${clock(end.resetsAt ?? at)}.`,
                  codex_error_info: 'usage_limit_exceeded',
                },
              }),
            ];
  const base_instructions = { text: 'You are a coding agent. '.repeat(900) };
  return [
    line('session_meta', { id, timestamp: iso(at), cwd: folder, originator: 'codex_exec', base_instructions }),
    event('task_started'),
    message('user', '<environment_context>\n</environment_context>'),
    ...asked(prompt),
    message('assistant', said),
    ...fillers(filler).flatMap(output => [call, line('response_item', { type: 'function_call_output', output })]),
    ...ends,
  ];
}

function copilot({
  id = '',
  folder,
  at,
  prompt = 'Hello',
  said = 'Well.',
  end = 'answer',
  answer: last = 'Done.',
  filler = 0,
}: Made): Line[] {
  const event = (type: string, data: Line): Line => ({ type, data, id: randomUUID(), timestamp: iso(at) });
  const answer = (content: string, toolRequests: unknown[] = []): Line =>
    event('assistant.message', { content, toolRequests });
  const call = [{ toolCallId: 'c', name: 'bash', arguments: { command: 'ls' } }];
  const ends: Line[] =
    end === 'answer'
      ? [answer(last), event('assistant.turn_end', { turnId: '0' }), event('session.shutdown', {})]
      : end === 'call'
        ? [answer('', call), event('tool.execution_start', { toolName: 'bash' })]
        : end === 'question'
          ? [event('user.message', { content: 'And now?' })]
          : [
              event('assistant.turn_end', { turnId: '0' }),
              event('session.error', {
                errorType: 'rate_limit',
                message: end.notice ?? `429 You have hit your rate limit. It resets at ${iso(end.resetsAt ?? at)}.`,
                statusCode: 429,
              }),
              event('session.shutdown', {}),
            ];
  return [
    event('session.start', { sessionId: id, startTime: iso(at), context: { cwd: folder } }),
    event('user.message', { content: prompt }),
    event('assistant.turn_start', { turnId: '0' }),
    ...fillers(filler).flatMap(content => [
      answer('', call),
      event('tool.execution_complete', { success: true, result: { content } }),
    ]),
    answer(said),
    ...ends,
  ];
}

function gemini({
  id = '',
  at,
  prompt = 'Hello',
  said = 'Well.',
  end = 'answer',
  answer: last = 'Done.',
  filler = 0,
}: Made): Line[] {
  const message = (type: string, content: unknown, more: Line = {}): Line => ({
    ...{ id: randomUUID(), timestamp: iso(at), type, content, ...more },
  });
  const context = message('user', [{ text: '<session_context>\nThis is the Gemini CLI.' }]);
  const ends: Line[] =
    end === 'answer'
      ? [message('gemini', last)]
      : end === 'call'
        ? [message('gemini', '', { toolCalls: [{ name: 'run_shell_command' }] })]
        : end === 'question'
          ? [message('user', [{ text: 'And now?' }])]
          : [{ $set: { messages: [context] } }];
  return [
    { sessionId: id, projectHash: 'x', startTime: iso(at), lastUpdated: iso(at), kind: 'main' },
    { $set: { messages: [context] } },
    message('user', [{ text: prompt }]),
    ...fillers(filler).map(each => message('gemini', '', { toolCalls: [{ name: 'x', result: each }] })),
    message('gemini', said),
    ...ends,
    ...(typeof end === 'string' ? [{ $set: { lastUpdated: iso(at) } }] : []),
  ];
}

const LINES: Readonly<Record<Exclude<Keeper, 'opencode'>, (made: Made) => Line[]>> = { claude, codex, copilot, gemini };

/** The tools whose conversations are files. */
export const FILE_KEEPERS = Object.keys(LINES) as readonly (keyof typeof LINES)[];

/** The text of a conversation, as a tool writes it. */
export const madeText = (agent: keyof typeof LINES, made: Made): string => text(LINES[agent](made));

/** Where a tool keeps a conversation, from the home on. */
export function madePath(agent: keyof typeof LINES, { id = '', folder, at }: Made): string {
  switch (agent) {
    case 'claude':
      return join('.claude', 'projects', folder.replace(/[^A-Za-z0-9]/g, '-'), `${id}.jsonl`);
    case 'codex':
      return join(
        '.codex',
        'sessions',
        ...iso(at).slice(0, 10).split('-'),
        `rollout-${iso(at).slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`,
      );
    case 'copilot':
      return join('.copilot', 'session-state', id, 'events.jsonl');
    case 'gemini':
      return join(
        '.gemini',
        'tmp',
        geminiProject(folder),
        'chats',
        `session-${iso(at).slice(0, 16).replace(':', '-')}-${id.slice(0, 8)}.jsonl`,
      );
  }
}

const geminiProject = (folder: string): string => basename(folder);

/**
 * Writes a conversation into a home as a tool would; gives its id and its path. The file is as old as its newest turn.
 */
export function makeConversation(
  home: string,
  agent: keyof typeof LINES,
  made: Made,
): { readonly id: string; readonly path: string } {
  const id = made.id ?? randomUUID();
  const path = join(home, madePath(agent, { ...made, id }));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, madeText(agent, { ...made, id }));
  if (agent === 'gemini') {
    writeFileSync(join(home, '.gemini', 'tmp', geminiProject(made.folder), '.project_root'), made.folder);
  }
  setTime(path, made.at);
  return { id, path };
}

/** How many of a whole conversation's last lines its end is written in. */
const END_LINES = {
  call: { claude: 3, codex: 1, copilot: 2, gemini: 2 },
  question: { claude: 3, codex: 3, copilot: 1, gemini: 2 },
};

/** Adds a turn to a conversation's file: something that the agent calls, or a question of the person. */
export function addTurn(
  agent: keyof typeof LINES,
  path: string,
  { end, ...made }: Omit<Made, 'end'> & { readonly end: keyof typeof END_LINES },
): void {
  const lines = madeText(agent, { ...made, end })
    .trimEnd()
    .split('\n');
  appendFileSync(path, `${lines.slice(-END_LINES[end][agent]).join('\n')}\n`);
  setTime(path, made.at);
}

/** Makes a file as old as it would be had it been written then. */
export const setTime = (path: string, at: number): void => utimesSync(path, at / 1000, at / 1000);
