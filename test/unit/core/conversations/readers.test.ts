import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readClaude } from '../../../../src/core/conversations/readClaude.ts';
import { readCodex } from '../../../../src/core/conversations/readCodex.ts';
import { readCopilot } from '../../../../src/core/conversations/readCopilot.ts';
import { readGemini } from '../../../../src/core/conversations/readGemini.ts';
import { readOpencode } from '../../../../src/core/conversations/readOpencode.ts';
import { ASIDE, transcriptOf, type Newest, type Reading } from '../../../../src/core/conversations/reading.ts';

type Line = Readonly<Record<string, unknown>>;

const AT = '2026-11-28T14:00:00.000Z';
const RESET = 1_795_890_934;
const text = (lines: readonly Line[]): string => lines.map(line => `${JSON.stringify(line)}\n`).join('');

/** What a reading says in short: how the conversation stands, and the moments at which a limit resets. */
const brief = (reading: Reading | typeof ASIDE | undefined): string => {
  if (reading === undefined || reading === ASIDE) {
    return reading ?? 'unknown form';
  }
  const { newest } = reading;
  const resets = newest?.kind === 'limit' ? newest.stop.resets.map(at => at / 1000) : [];
  return [newest?.kind ?? 'nothing', ...(newest?.isPresumed ? ['presumed'] : []), ...resets].join(' ');
};

describe('the records of Claude Code', () => {
  const turn = (type: string, content: unknown, more: Line = {}): Line => ({
    ...{ type, message: { role: type, content }, timestamp: AT, cwd: '/work', sessionId: 'a', isSidechain: false },
    ...more,
  });
  const asked = turn('user', 'Fix it');
  const answered = turn('assistant', [{ type: 'text', text: 'Done.' }], {
    message: { content: [{ type: 'text', text: 'Done.' }], stop_reason: 'end_turn' },
  });
  const failed = (notice: string, more: Line = {}): Line =>
    turn('assistant', [{ type: 'text', text: notice }], {
      ...{ isApiErrorMessage: true, error: 'rate_limit', apiErrorStatus: 429, ...more },
    });
  const read = (...lines: readonly Line[]): Reading | typeof ASIDE | undefined =>
    readClaude(transcriptOf(text(lines)), 'a');
  const session = "You've hit your session limit · resets 3:21pm (UTC)";

  it('tell how it stands', () => {
    const cases: readonly (readonly [Line[], string])[] = [
      [[asked, answered], 'end'],
      [[asked, answered, turn('user', 'More')], 'other'],
      [[asked, turn('assistant', [{ type: 'tool_use', name: 'Bash' }])], 'other'],
      [[asked, turn('assistant', [{ type: 'text', text: 'Let me see' }])], 'end presumed'],
      [[asked, turn('assistant', [{ type: 'thinking', thinking: '…' }])], 'other'],
      [[asked, turn('user', '[Request interrupted by user for tool use]')], 'end'],
      // What a person does by a command of the tool says nothing to the agent.
      [[asked, answered, turn('user', '<command-name>/cost</command-name>')], 'end'],
      [[asked, answered, turn('user', '<local-command-stdout>5 $</local-command-stdout>')], 'end'],
      [[asked, answered, turn('user', 'Caveat', { isMeta: true })], 'end'],
      // An agent's helper.
      [[asked, answered, turn('assistant', [{ type: 'text', text: 'x' }], { isSidechain: true })], 'end'],
      [[turn('user', 'Look', { isSidechain: true }), turn('assistant', [], { isSidechain: true })], ASIDE],
      [[{ type: 'mode', mode: 'normal' }], ASIDE],
      // What stands after the last turn is none.
      [[asked, answered, { type: 'last-prompt', lastPrompt: session }, { type: 'mode', mode: 'plan' }], 'end'],
    ];
    for (const [lines, expected] of cases) {
      assert.equal(brief(read(...lines)), expected, JSON.stringify(lines.at(-1)));
    }
  });

  it('tell of a stop at a limit, and of no other error', () => {
    const cases: readonly (readonly [string, Line, string])[] = [
      [session, {}, 'limit'],
      ["You've hit your weekly limit · resets Mon 12:00am", {}, 'limit'],
      ["You've hit your Opus limit · resets Sep 1 at 12:00am", {}, 'limit'],
      ['Request rejected (429)', {}, 'limit'],
      [session, { quotaLimits: { status: 'rejected', resetsAt: RESET } }, `limit ${RESET}`],
      [session, { quotaLimits: { status: 'allowed', resetsAt: RESET } }, 'limit'],
      [session, { quotaLimits: { status: 'rejected', resetsAt: 'soon' } }, 'limit'],
      ['Server is temporarily limiting requests (not your usage limit)', {}, 'end'],
      ['Your credit balance is too low', {}, 'end'],
      [session, { apiErrorStatus: 529 }, 'end'],
      [session, { error: 'authentication_failed', apiErrorStatus: 401 }, 'end'],
      [session, { apiErrorIsTransient: true }, 'end'],
      ['Something else', {}, 'end'],
    ];
    for (const [notice, more, expected] of cases) {
      assert.equal(brief(read(asked, failed(notice, more))), expected, `${notice} ${JSON.stringify(more)}`);
    }
    assert.equal(brief(read(asked, failed(session), answered)), 'end', 'it went on');
    assert.equal(brief(read(asked, failed(session), turn('user', 'And now?'))), 'other', 'it was asked again');
    const said = turn('assistant', [{ type: 'text', text: session }], {
      message: { content: session, stop_reason: 'x' },
    });
    assert.equal(brief(read(asked, said)), 'end', 'the agent says so');
  });

  it('have a title: the person’s, the tool’s, else the first prompt', () => {
    const titleOf = (...lines: readonly Line[]): string => {
      const reading = read(...lines);
      return typeof reading === 'object' ? reading.title : '';
    };
    const ide = turn('user', '<ide_opened_file>The user opened a.ts</ide_opened_file>');
    assert.equal(titleOf(ide, asked, answered), 'Fix it');
    assert.equal(titleOf(asked, answered, { type: 'ai-title', aiTitle: 'The parser' }), 'The parser');
    const own = { type: 'custom-title', customTitle: 'Mine' };
    assert.equal(titleOf(asked, own, answered, { type: 'ai-title', aiTitle: 'The parser' }), 'Mine');
    assert.equal(titleOf(turn('user', '<command-name>/review</command-name>'), answered), '/review');
  });
});

describe('the records of Codex', () => {
  const line = (type: string, payload: Line): Line => ({ timestamp: AT, type, payload });
  const event = (type: string, more: Line = {}): Line => line('event_msg', { type, ...more });
  const meta = (more: Line = {}): Line => line('session_meta', { id: 'a', cwd: '/work', timestamp: AT, ...more });
  const asked = line('response_item', {
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text: 'Fix it' }],
  });
  const limits = (primary: number, secondary?: number, more: Line = {}): Line => {
    const window = (used: number, resets: number): Line => ({
      used_percent: used,
      window_minutes: 300,
      resets_at: resets,
    });
    return event('token_count', {
      rate_limits: {
        primary: window(primary, RESET),
        secondary: secondary === undefined ? null : window(secondary, RESET + 1000),
        ...more,
      },
    });
  };
  const stopped = event('task_complete', {
    error: { message: 'You’ve hit your usage limit.', codex_error_info: 'usage_limit_exceeded' },
    last_agent_message: null,
  });
  const done = event('task_complete', { last_agent_message: 'Done.' });
  const read = (...lines: readonly Line[]): string => brief(readCodex(transcriptOf(text([meta(), ...lines]))));

  it('tell how it stands', () => {
    assert.equal(read(asked, done), 'end');
    assert.equal(read(asked, event('task_started')), 'other');
    assert.equal(read(asked, event('turn_aborted', { reason: 'interrupted' })), 'end');
    assert.equal(read(asked, done, event('task_started'), asked), 'other');
    assert.equal(brief(readCodex(transcriptOf(text([meta({ source: { subagent: 'review' } }), asked])))), ASIDE);
    assert.equal(brief(readCodex(transcriptOf('{}\n'))), 'unknown form');
  });

  it('tell of a stop at a limit; of several full windows the last to reset counts', () => {
    assert.equal(read(asked, limits(100), stopped), `limit ${RESET}`);
    assert.equal(read(asked, limits(100, 40), stopped), `limit ${RESET}`);
    assert.equal(read(asked, limits(100, 100), stopped), `limit ${RESET + 1000}`);
    assert.equal(read(asked, limits(40), stopped), 'limit');
    assert.equal(read(asked, stopped), 'limit');
    assert.equal(
      read(asked, limits(100), stopped, event('task_started'), asked, done),
      'end',
      'a later turn clears it',
    );
    const empty = limits(40, undefined, { rate_limit_reached_type: 'workspace_credits_depleted' });
    assert.equal(read(asked, empty, stopped), 'end', 'no reset fills a balance');
    const other = event('task_complete', { error: { message: 'Overloaded', codex_error_info: 'server_overloaded' } });
    assert.equal(read(asked, limits(40), other), 'end');
  });

  it('tell it of older versions by a full window at the end', () => {
    assert.equal(read(asked, limits(100)), `limit presumed ${RESET}`);
    assert.equal(read(asked, limits(99)), 'other');
    assert.equal(read(asked, limits(100), event('task_complete', { last_agent_message: null })), `limit ${RESET}`);
    assert.equal(read(asked, limits(100), done), 'end', 'the last answer of a window was still given');
    const old = event('token_count', { rate_limits: { primary: { used_percent: 100, resets_in_seconds: 60 } } });
    assert.equal(read(asked, old), `limit presumed ${Date.parse(AT) / 1000 + 60}`);
  });

  it('are read where the first line is longer than what was read of it', () => {
    const long = JSON.stringify(meta({ base_instructions: { text: 'x'.repeat(90_000) } }));
    const reading = readCodex(transcriptOf(long.slice(0, 65_536), `x\n${text([asked, done])}`));
    assert.ok(typeof reading === 'object');
    assert.deepEqual([reading.id, reading.folder, reading.title], ['a', '/work', 'Fix it']);
  });
});

describe('the records of Copilot', () => {
  const event = (type: string, data: Line, more: Line = {}): Line => ({ type, data, timestamp: AT, ...more });
  const start = event('session.start', { startTime: AT, context: { cwd: '/work' } });
  const asked = event('user.message', { content: 'Fix it' });
  const ended = event('assistant.turn_end', { turnId: '0' });
  const answer = (...requests: readonly Line[]): Line =>
    event('assistant.message', { content: '', toolRequests: requests });
  const failed = (errorType: string, message: string): Line => event('session.error', { errorType, message });
  const read = (...lines: readonly Line[]): string => brief(readCopilot(transcriptOf(text([start, ...lines])), 'a'));

  it('tell how it stands', () => {
    assert.equal(read(asked, answer(), ended), 'end');
    assert.equal(read(asked, answer({ name: 'bash' }), ended), 'other', 'the end of a step is none of a turn');
    assert.equal(read(asked, answer(), ended, event('session.shutdown', {})), 'end');
    assert.equal(read(asked, event('abort', {})), 'end');
    assert.equal(read(asked, answer(), ended, asked), 'other');
    assert.equal(read(asked, answer(), ended, event('user.message', { content: 'x' }, { agentId: 'b' })), 'end');
    assert.equal(read(), ASIDE);
  });

  it('tell of a stop at a limit, and of no other error', () => {
    assert.equal(read(asked, ended, failed('rate_limit', '429 You have hit your rate limit.')), 'limit');
    assert.equal(read(asked, ended, failed('quota', 'Your quota resets on Dec 1.')), 'limit');
    assert.equal(read(asked, ended, failed('quota', 'You have no quota. Upgrade.')), 'end');
    assert.equal(read(asked, ended, failed('rate_limit', 'The service is overloaded.')), 'end');
    assert.equal(read(asked, ended, failed('authentication', '401')), 'end');
  });
});

describe('the records of Gemini', () => {
  const message = (type: string, content: unknown, more: Line = {}): Line => ({
    id: `${type}1`,
    type,
    content,
    timestamp: AT,
    ...more,
  });
  const context = message('user', [{ text: '<session_context>\nThis is the Gemini CLI.' }], { id: 'c' });
  const meta = { sessionId: 'a', startTime: AT, kind: 'main' };
  const asked = message('user', [{ text: 'Fix it' }]);
  const answered = message('gemini', 'Done.');
  const read = (...lines: readonly Line[]): string => brief(readGemini(transcriptOf(text([meta, ...lines]))));

  it('tell how it stands', () => {
    assert.equal(read(asked, answered), 'end presumed');
    assert.equal(read(asked), 'other');
    assert.equal(read(asked, message('gemini', 'I look', { toolCalls: [{ name: 'x' }] })), 'other');
    assert.equal(read(asked, answered, { $set: { lastUpdated: AT } }), 'end presumed');
    assert.equal(read(asked, { $set: { messages: [context] } }), 'other', 'the turn was taken back');
    assert.equal(read(asked, answered, { ...asked, id: 'u2' }, { $rewindTo: 'u2' }), 'end presumed');
    assert.equal(read({ $set: { messages: [context] } }), ASIDE);
    assert.equal(brief(readGemini(transcriptOf(text([{ ...meta, kind: 'subagent' }, asked])))), ASIDE);
  });

  it('are read as older versions wrote them: as one object', () => {
    const whole = JSON.stringify({ ...meta, messages: [asked, answered], summary: 'About it' }, undefined, 2);
    const reading = readGemini(transcriptOf(whole));
    assert.ok(typeof reading === 'object');
    assert.deepEqual([reading.id, reading.title, brief(reading)], ['a', 'About it', 'end presumed']);
  });
});

describe('the rows of OpenCode', () => {
  const row = {
    ...{ id: 'ses_ddcf938f6ffeNVAnhZmxmed5At', directory: '/work', title: 'Fix it', prompt: 'Fix it', parent: null },
    ...{ time_created: 1_795_883_976_458, time_updated: 1_795_883_977_829, role: 'assistant', finish: 'stop' },
    ...{ at: 1_795_883_976_600, completed: 1_795_884_053_595, error: null },
  };
  const newest = (more: Line): Newest | undefined => readOpencode({ ...row, ...more })?.newest;

  it('tell how it stands', () => {
    assert.equal(newest({})?.kind, 'end');
    assert.equal(newest({ finish: 'tool-calls' })?.kind, 'other');
    assert.equal(newest({ completed: null })?.kind, 'other');
    assert.equal(newest({ role: 'user' })?.kind, 'other');
    assert.equal(newest({ error: 'APIError', status: 429, message: 'Usage limit reached.' })?.kind, 'limit');
    assert.equal(
      newest({ error: 'APIError', status: 429, message: 'x', body: '{"error":{"code":"insufficient_quota"}}' })?.kind,
      'end',
    );
    assert.equal(newest({ error: 'APIError', status: 500, message: 'Usage limit reached.' })?.kind, 'end');
    assert.equal(newest({ error: 'MessageAbortedError' })?.kind, 'end');
  });

  it('are taken in no other form', () => {
    for (const more of [
      { id: '../x' },
      { id: 7 },
      { directory: '' },
      { time_created: 'now' },
      { time_updated: null },
    ]) {
      assert.equal(readOpencode({ ...row, ...more }), undefined, JSON.stringify(more));
    }
    for (const strange of [null, 7, 'x', [], {}]) {
      assert.equal(readOpencode(strange), undefined);
    }
    assert.equal(readOpencode({ ...row, title: 'New session - 2026-11-28T16:39:36.458Z' })?.title, 'Fix it');
  });
});
