import type { Instant } from '../basics/time.ts';
import { isOtherRefusal } from './limitStop.ts';
import { recordOf } from '../rows/fieldValues.ts';
import {
  ASIDE,
  isWholeLine,
  lastRecord,
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
  type Stop,
  type TranscriptText,
} from './reading.ts';

/** Records that may be events. In a text of a conversation the quotes would be escaped. */
const EVENT = /"type":\s?"(?:user|assistant)"/;
const TURN_DURATION = /"subtype":\s?"turn_duration"/;

/** What a stop at a limit says where no field does. */
const SPEAKS = /\blimits?\b|\(429\)/i;

/** What a person's own command leaves, which says nothing to the agent. */
const LOCAL = /^\s*<(?:command-name|command-message|local-command-|bash-(?:input|stdout|stderr))/;
const INTERRUPTED = /^\[Request interrupted by user[^\]]*\]$/;
/** What the tool or an editor puts before the words of a person. */
const NOT_A_PROMPT = /^\s*<(?:local-command-|session-start-hook|tick>|goal>|command-|bash-|ide_|system-reminder|task-)/;

/**
 * Claude Code: a record a line, of many kinds, before the first turn and after the last as well. Turns are `user` and
 * `assistant` records; those of side chains do not count. A stop at a limit is an `assistant` record of an error with
 * status 429 and, in newer versions, the moment of the reset in `quotaLimits`. `id`: the file's name without its
 * ending.
 */
export function readClaude(text: TranscriptText, id: string): Reading | typeof ASIDE | undefined {
  const start = readStart(text);
  const newest = newestOf(text);
  if (start.isAside || (newest === undefined && !text.isCut)) {
    return ASIDE;
  }
  const title = ownTitle(text) || start.prompt || textIn(lastRecord(text, 'last-prompt'), 'lastPrompt');
  return start.folder === ''
    ? undefined
    : { id, folder: start.folder, title: titleOf(title), startedAt: start.at, newest };
}

/** The title that the person gave, else the one that the tool did. */
const ownTitle = (text: TranscriptText): string =>
  textIn(lastRecord(text, 'custom-title'), 'customTitle').trim() ||
  textIn(lastRecord(text, 'ai-title'), 'aiTitle').trim() ||
  textIn(lastRecord(text, 'summary'), 'summary').trim();

interface Start {
  readonly folder: string;
  readonly prompt: string;
  readonly at: Reading['startedAt'];
  readonly isAside: boolean;
}

/** The folder, the first prompt and the first time in the beginning of a file. */
function readStart(text: TranscriptText): Start {
  let [folder, prompt, command, isAside] = ['', '', '', false];
  let at: Reading['startedAt'];
  for (const line of text.head) {
    const record = parseRecord(line);
    folder ||= textIn(record, 'cwd');
    at ??= timeIn(record, 'timestamp');
    isAside ||= folder !== '' && prompt === '' && memberOf(record, 'isSidechain') === true;
    if (prompt === '' && isOwnWords(record)) {
      const said = saidIn(record);
      command ||= /<command-name>([^<]*)<\/command-name>/.exec(said)?.[1] ?? '';
      prompt = NOT_A_PROMPT.test(said) || INTERRUPTED.test(said) ? '' : said;
    }
    if (isAside || (folder !== '' && prompt !== '' && at !== undefined)) {
      break;
    }
  }
  return { folder, prompt: prompt || command, at, isAside };
}

const isOwnWords = (record: Json | undefined): boolean =>
  textIn(record, 'type') === 'user' &&
  !['isMeta', 'isSidechain', 'isCompactSummary'].some(name => memberOf(record, name) === true);

/** The texts of a record's message, one after another; empty for the results of tools. */
function saidIn(record: Json | undefined): string {
  const content = memberOf(memberOf(record, 'message'), 'content');
  return typeof content === 'string'
    ? content
    : blocksOf(content)
        .map(block => textIn(block, 'text'))
        .join('\n')
        .trim();
}

const blocksOf = (content: unknown): readonly Json[] => (Array.isArray(content) ? content.map(recordOf) : []);

/** When a person said something to the agent. */
export function claudeTurn(record: Json): Instant | undefined {
  const said = isOwnWords(record) ? saidIn(record) : '';
  return said === '' || NOT_A_PROMPT.test(said) || INTERRUPTED.test(said) ? undefined : timeIn(record, 'timestamp');
}

/** The newest event of the main line; `other` where there are only those of side chains, or a line is torn. */
function newestOf(text: TranscriptText): Newest | undefined {
  let [hasSide, isTurnOver] = [false, false];
  for (const line of linesBack(text)) {
    isTurnOver ||= TURN_DURATION.test(line);
    if (isWholeLine(line) && !EVENT.test(line)) {
      continue;
    }
    const record = parseRecord(line);
    if (!record) {
      return { kind: 'other' };
    }
    hasSide ||= memberOf(record, 'isSidechain') === true;
    const event = memberOf(record, 'isSidechain') === true ? undefined : toEvent(record, isTurnOver);
    if (event) {
      return { at: timeIn(record, 'timestamp'), ...event };
    }
  }
  return hasSide ? { kind: 'other' } : undefined;
}

/** What a record of the main line is; undefined where it is no event of it. */
function toEvent(record: Json, isTurnOver: boolean): Newest | undefined {
  const type = textIn(record, 'type');
  if (type === 'assistant') {
    return memberOf(record, 'isApiErrorMessage') === true ? toFailure(record) : toAnswer(record, isTurnOver);
  }
  if (type !== 'user' || !isOwnWords(record)) {
    return undefined;
  }
  const said = saidIn(record);
  return LOCAL.test(said) ? undefined : { kind: INTERRUPTED.test(said) ? 'end' : 'other' };
}

/** A turn that ended with an error: a stop at a limit, or anything else that is the person's to see to. */
function toFailure(record: Json): Newest {
  const status = memberOf(record, 'apiErrorStatus') ?? 429;
  const stop: Stop = { notice: saidIn(record), resets: resetsIn(record) };
  const isLimit =
    textIn(record, 'error') === 'rate_limit' &&
    status === 429 &&
    memberOf(record, 'apiErrorIsTransient') !== true &&
    (textIn(record, 'apiError') === 'usage_limit_reached' || textIn(record, 'apiError') === '') &&
    (stop.resets.length > 0 || (SPEAKS.test(stop.notice) && !isOtherRefusal(stop.notice)));
  return isLimit ? { kind: 'limit', stop } : { kind: 'end' };
}

/** The moments that the tool was told: of the limit itself, then of what is paid for beyond it. */
function resetsIn(record: Json): Stop['resets'] {
  const told = [memberOf(record, 'quotaLimits'), memberOf(memberOf(record, 'apiErrorParams'), 'rate_limit_info')];
  const rejected = told.filter(each => textIn(each, 'status') === 'rejected');
  return ['resetsAt', 'overageResetsAt'].flatMap(name => rejected.flatMap(each => secondsIn(each, name) ?? []));
}

/**
 * An answer of the model: the end of its turn, where it asks for no tool. A version that does not say so writes on at
 * once.
 */
function toAnswer(record: Json, isTurnOver: boolean): Newest {
  const message = memberOf(record, 'message');
  const blocks = blocksOf(memberOf(message, 'content'));
  const reason = memberOf(message, 'stop_reason');
  if (reason === 'tool_use' || reason === 'pause_turn' || blocks.some(block => textIn(block, 'type') === 'tool_use')) {
    return { kind: 'other' };
  }
  if (typeof reason === 'string' || isTurnOver) {
    return { kind: 'end' };
  }
  return textIn(blocks.at(-1), 'type') === 'text' ? { kind: 'end', isPresumed: true } : { kind: 'other' };
}
