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
  textIn,
  timeIn,
  titleOf,
  type Json,
  type Newest,
  type Reading,
  type Stop,
  type TranscriptText,
} from './reading.ts';

/** Events of a turn that goes on. */
const GOING_ON = /^(?:user\.message|assistant\.(?:turn_start|message|turn_retry)|tool\.)/;
const OVER: ReadonlySet<string> = new Set(['abort', 'session.task_complete']);

/**
 * GitHub Copilot: an event a line. A stop at a limit is a `session.error` of type `rate_limit`, which comes after the
 * end of a turn; one of type `quota` is, where it says when it is over. Events with an `agentId` are those of helpers.
 * `id`: the name of the folder that the file is in.
 */
export function readCopilot(text: TranscriptText, id: string): Reading | typeof ASIDE | undefined {
  let [folder, prompt] = ['', ''];
  let startedAt: Reading['startedAt'];
  for (const line of text.head) {
    const record = parseRecord(line);
    const [type, data] = [textIn(record, 'type'), memberOf(record, 'data')];
    if (type === 'session.start') {
      startedAt = timeIn(data, 'startTime') ?? timeIn(record, 'timestamp');
    }
    folder ||= type === 'session.start' ? folderOf(record) : '';
    prompt ||= type === 'user.message' && isMain(record) ? textIn(data, 'content').trim() : '';
    if (folder !== '' && prompt !== '') {
      break;
    }
  }
  const newest = newestOf(text);
  const isEmpty = prompt === '' && newest === undefined && !text.isCut;
  folder = folderOf(lastRecord(text, 'session.resume')) || folder;
  return isEmpty ? ASIDE : folder === '' ? undefined : { id, folder, title: titleOf(prompt), startedAt, newest };
}

/** When a person said something to the agent. */
export const copilotTurn = (record: Json): Instant | undefined =>
  textIn(record, 'type') === 'user.message' && isMain(record) ? timeIn(record, 'timestamp') : undefined;

const isMain = (record: Json | undefined): boolean => memberOf(record, 'agentId') === undefined;

/** The folder that a conversation began or went on in, by the record of that. */
const folderOf = (record: Json | undefined): string => textIn(memberOf(memberOf(record, 'data'), 'context'), 'cwd');

/** The newest event of the main line; `other` where a line is torn. */
function newestOf(text: TranscriptText): Newest | undefined {
  let turnEnd: Newest | undefined;
  for (const line of linesBack(text)) {
    const record = isWholeLine(line) ? parseRecord(line) : undefined;
    if (!record) {
      return turnEnd ?? { kind: 'other' };
    }
    const [type, data, at] = [textIn(record, 'type'), memberOf(record, 'data'), timeIn(record, 'timestamp')];
    if (!isMain(record)) {
      continue;
    }
    if (type === 'session.error') {
      return { at, ...toFailure(recordOf(data)) };
    }
    if (OVER.has(type)) {
      return turnEnd ?? { kind: 'end', at };
    }
    if (type === 'assistant.turn_end') {
      turnEnd ??= { kind: 'end', at };
    } else if (GOING_ON.test(type)) {
      return turnEnd && !asksForTools(type, data) ? turnEnd : { kind: 'other', at };
    }
  }
  return turnEnd;
}

/** Whether the model goes on once its tools have answered: then the end of a turn is only that of a step. */
function asksForTools(type: string, data: unknown): boolean {
  const requests = memberOf(data, 'toolRequests');
  return type.startsWith('tool.') || (type === 'assistant.message' && Array.isArray(requests) && requests.length > 0);
}

/** A turn that ended with an error. */
function toFailure(data: Json): Newest {
  const stop: Stop = { notice: textIn(data, 'message'), resets: [] };
  const type = textIn(data, 'errorType');
  const isLimit =
    (type === 'rate_limit' && !isOtherRefusal(stop.notice)) ||
    (type === 'quota' && /\breset|try again (?:in|at|on)\b/i.test(stop.notice) && !isOtherRefusal(stop.notice));
  return isLimit ? { kind: 'limit', stop } : { kind: 'end' };
}
