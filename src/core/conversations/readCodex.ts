import { instant, SECOND, type Instant } from '../basics/time.ts';
import { isOtherRefusal } from './limitStop.ts';
import { recordOf } from '../rows/fieldValues.ts';
import {
  ASIDE,
  isWholeLine,
  linesBack,
  memberOf,
  parseRecord,
  secondsIn,
  textIn,
  timeIn,
  titleOf,
  type Json,
  type Newest,
  type Reading,
  type TranscriptText,
} from './reading.ts';

/** Events of a turn that goes on. */
const GOING_ON: ReadonlySet<string> = new Set([
  'task_started',
  'turn_started',
  'user_message',
  'agent_message',
  'agent_reasoning',
  'item_completed',
]);
const OVER: ReadonlySet<string> = new Set(['turn_aborted', 'thread_rolled_back']);
const COMPLETE: ReadonlySet<string> = new Set(['task_complete', 'turn_complete']);

/** What the tool puts before the words of a person, as a message of theirs. */
const NOT_A_PROMPT = /^\s*(?:<|# AGENTS\.md)/;
/** What the editor's extension puts before them, in the same message. */
const IDE_CONTEXT = /^# Context from my IDE setup:[^]*?\n## My request for Codex:\s*/;

/**
 * Codex: the first line, which is long, holds id, folder and time. A stop at a limit is a `task_complete` with an
 * error; the `token_count` before it tells the windows. Older versions write no error, only a window that is full at
 * the end.
 */
export function readCodex(text: TranscriptText): Reading | typeof ASIDE | undefined {
  const meta = metaOf(text.first);
  const [id, folder] = [meta && textIn(meta, 'id'), meta && textIn(meta, 'cwd')];
  if (!id || !folder) {
    return undefined;
  }
  const isHelper = memberOf(memberOf(meta, 'source'), 'subagent') !== undefined;
  if (isHelper || /^(?:subagent|guardian)/.test(textIn(meta, 'thread_source'))) {
    return ASIDE;
  }
  const prompt = promptIn(text.head) || promptIn(linesBack(text));
  const newest = newestOf(text);
  const isEmpty = prompt === '' && newest === undefined && !text.isCut;
  return isEmpty ? ASIDE : { id, folder, title: titleOf(prompt), startedAt: timeIn(meta, 'timestamp'), newest };
}

/** The payload of the first line. Where that is cut, what stands before the long instructions in it. */
function metaOf(first: string): Json | undefined {
  const cut = first.search(/,"(?:base_)?instructions":/);
  const record = parseRecord(first) ?? parseRecord(cut < 0 ? '' : `${first.slice(0, cut)}}}`);
  return textIn(record, 'type') === 'session_meta' ? recordOf(memberOf(record, 'payload')) : undefined;
}

/** The first words of a person in some lines; empty where there are none. */
function promptIn(lines: Iterable<string>): string {
  for (const line of lines) {
    // Most lines of a file are no words of a person, and long.
    const payload = /"user_message"|"UserMessage"|"role":"user"/.test(line) && memberOf(parseRecord(line), 'payload');
    const said = payload ? saidIn(recordOf(payload)).replace(IDE_CONTEXT, '') : '';
    if (said !== '' && !NOT_A_PROMPT.test(said)) {
      return said;
    }
  }
  return '';
}

function saidIn(payload: Json): string {
  if (textIn(payload, 'type') === 'user_message') {
    return textIn(payload, 'message');
  }
  const item = textIn(payload, 'type') === 'item_completed' ? recordOf(memberOf(payload, 'item')) : payload;
  const isPerson = textIn(item, 'type') === 'UserMessage' || textIn(item, 'role') === 'user';
  const content = isPerson ? memberOf(item, 'content') : undefined;
  return Array.isArray(content)
    ? content
        .map(part => textIn(part, 'text'))
        .join('')
        .trim()
    : '';
}

/** When a person said something to the agent. It stands there twice, as an event and as what the model was given. */
export function codexTurn(record: Json): Instant | undefined {
  const said = textIn(record, 'type') === 'event_msg' ? saidIn(recordOf(memberOf(record, 'payload'))) : '';
  return said === '' ? undefined : timeIn(record, 'timestamp');
}

/**
 * The newest event; `other` where a line is torn. What was told of the limits may stand on either side of a turn's end.
 */
function newestOf(text: TranscriptText): Newest | undefined {
  let ended: Told | undefined;
  let limits: Told | undefined;
  for (const line of linesBack(text)) {
    const record = isWholeLine(line) ? parseRecord(line) : undefined;
    const payload = recordOf(memberOf(record, 'payload'));
    const [type, at] = [textIn(payload, 'type'), timeIn(record, 'timestamp')];
    if (COMPLETE.has(type) && !ended) {
      ended = { payload, at };
    } else if (type === 'token_count' && !limits) {
      limits = { payload: recordOf(memberOf(payload, 'rate_limits')), at };
    } else if (OVER.has(type) && !ended) {
      return { kind: 'end', at };
    } else if (!record || textIn(record, 'type') === 'response_item' || GOING_ON.has(type) || COMPLETE.has(type)) {
      return ended ? toEnd(ended, limits) : record ? unended(limits, at) : { kind: 'other' };
    }
    if (ended && limits) {
      return toEnd(ended, limits);
    }
  }
  return ended && toEnd(ended, limits);
}

/** What an event told, and when. */
interface Told {
  readonly payload: Json;
  readonly at: Instant | undefined;
}

/** A turn without an end: older versions end one at a limit so, with a window that is full. */
const unended = (limits: Told | undefined, at: Instant | undefined): Newest =>
  limits && isFull(limits.payload) ? { ...toStop('', limits, limits.at), isPresumed: true } : { kind: 'other', at };

/** What the end of a turn is, with what was told of the limits beside it. */
function toEnd({ payload, at }: Told, limits: Told | undefined): Newest {
  const error = memberOf(payload, 'error');
  const notice = textIn(error, 'message');
  const isUsage = !isOtherRefusal(notice) && (/usage limit/i.test(notice) || isFull(limits?.payload));
  if (textIn(error, 'codex_error_info') === 'usage_limit_exceeded') {
    return isUsage && !isBalance(limits?.payload) ? toStop(notice, limits, at) : { kind: 'end', at };
  }
  const isSilent = error === undefined && textIn(payload, 'last_agent_message') === '';
  return isSilent && isFull(limits?.payload) ? toStop('', limits, at) : { kind: 'end', at };
}

const WINDOWS = ['primary', 'secondary'] as const;

/** The windows that are used up. */
const fullOf = (limits: Json | undefined): readonly (readonly [name: string, window: Json])[] =>
  WINDOWS.flatMap(name => {
    const window = recordOf(memberOf(limits, name));
    return Number(memberOf(window, 'used_percent')) >= 100 ? [[name, window] as const] : [];
  });

/** Whether what was reached is the end of a balance, which no reset fills up. */
const isBalance = (limits: Json | undefined): boolean =>
  /credits_depleted$/.test(textIn(limits, 'rate_limit_reached_type'));

/** Whether a limit is reached. */
const isFull = (limits: Json | undefined): boolean =>
  !isBalance(limits) && (textIn(limits, 'rate_limit_reached_type') !== '' || fullOf(limits).length > 0);

/** A stop: of several windows that are full, all have to reset. */
function toStop(notice: string, limits: Told | undefined, at: Instant | undefined): Newest {
  const full = fullOf(limits?.payload);
  const resets = full.flatMap(([, window]) => secondsIn(window, 'resets_at') ?? inSeconds(window, limits?.at) ?? []);
  const said = notice || `Usage limit reached (${full.map(([name]) => name).join(' and ') || 'no window named'})`;
  return {
    kind: 'limit',
    at,
    stop: { notice: said, resets: resets.length === 0 ? [] : [instant(Math.max(...resets))] },
  };
}

/** How an older version tells it: seconds from when it was written. */
function inSeconds(window: Json, at: Instant | undefined): Instant | undefined {
  const seconds = memberOf(window, 'resets_in_seconds');
  return typeof seconds === 'number' && at !== undefined ? instant(at + Math.round(seconds * SECOND)) : undefined;
}
