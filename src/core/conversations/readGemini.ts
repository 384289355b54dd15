import type { Instant } from '../basics/time.ts';
import {
  ASIDE,
  isWholeLine,
  linesBack,
  memberOf,
  parseRecord,
  textIn,
  timeIn,
  titleOf,
  transcriptOf,
  type Json,
  type Newest,
  type Reading,
  type TranscriptText,
} from './reading.ts';

/** What the tool says in the person's name before their first words. */
const NOT_A_PROMPT = /^\s*<(?:session_context|hook_context)/;

/**
 * Gemini CLI: a record a line. The first names the conversation; `$set` replaces what was said before, `$rewindTo`
 * takes back all from a message on. Nothing is written of a stop at a limit, and the turn that met one is taken back.
 * The folder stands beside the file and not in it, so it is left empty.
 */
export function readGemini(given: TranscriptText): Reading | typeof ASIDE | undefined {
  const text = onOneLine(given);
  const meta = parseRecord(text.first);
  const id = textIn(meta, 'sessionId');
  if (id === '') {
    return undefined;
  }
  const prompt = firstPrompt(text);
  const newest = newestOf(text);
  const isEmpty = prompt === '' && !text.isCut;
  return isEmpty || textIn(meta, 'kind') === 'subagent'
    ? ASIDE
    : { id, folder: '', title: titleOf(summaryIn(text) || prompt), startedAt: timeIn(meta, 'startTime'), newest };
}

/** Older versions write the whole conversation as one object, on many lines. */
function onOneLine(text: TranscriptText): TranscriptText {
  const isLines = text.isCut || isWholeLine(text.first);
  const whole = isLines ? undefined : parseRecord(text.tail.join('\n'));
  return whole ? transcriptOf(JSON.stringify(whole)) : text;
}

/** The messages that a record adds, oldest first. */
function messagesIn(record: Json | undefined): readonly unknown[] {
  const set = memberOf(memberOf(record, '$set'), 'messages');
  const messages = Array.isArray(set) ? set : memberOf(record, 'messages');
  return Array.isArray(messages) ? messages : typeof memberOf(record, 'id') === 'string' ? [record] : [];
}

function firstPrompt(text: TranscriptText): string {
  for (const line of text.head) {
    for (const message of messagesIn(parseRecord(line))) {
      const said = textIn(message, 'type') === 'user' ? saidIn(message) : '';
      if (said !== '' && !NOT_A_PROMPT.test(said)) {
        return said;
      }
    }
  }
  return '';
}

function saidIn(message: unknown): string {
  const content = memberOf(message, 'content');
  const text = Array.isArray(content) ? content.map(part => textIn(part, 'text')).join('') : textIn(message, 'content');
  return text.trim();
}

/** When a person said something to the agent. */
export function geminiTurn(record: Json): Instant | undefined {
  const said = textIn(record, 'type') === 'user' ? saidIn(record) : '';
  return said === '' || NOT_A_PROMPT.test(said) ? undefined : timeIn(record, 'timestamp');
}

/** The tool's own words for what the conversation is about, the last that it wrote. */
function summaryIn(text: TranscriptText): string {
  for (const line of linesBack(text)) {
    const isLikely = line.startsWith('{"$set":{"summary":') || line.startsWith('{"sessionId":');
    const record = isLikely ? parseRecord(line) : undefined;
    const summary = textIn(memberOf(record, '$set'), 'summary') || textIn(record, 'summary');
    if (summary !== '') {
      return summary;
    }
  }
  return '';
}

/** The newest message that was not taken back; `other` where that cannot be told. */
function newestOf(text: TranscriptText): Newest | undefined {
  let takenBackTo = '';
  for (const line of linesBack(text)) {
    const record = isWholeLine(line) ? parseRecord(line) : undefined;
    if (!record) {
      return { kind: 'other' };
    }
    takenBackTo ||= textIn(record, '$rewindTo');
    const isWhole = Array.isArray(memberOf(memberOf(record, '$set'), 'messages'));
    for (const message of messagesIn(record).toReversed()) {
      const isTakenBack = takenBackTo !== '';
      takenBackTo = textIn(message, 'id') === takenBackTo ? '' : takenBackTo;
      const event = isTakenBack ? undefined : toEvent(message);
      if (event) {
        return event;
      }
    }
    if (isWhole) {
      return { kind: 'other' };
    }
  }
  return takenBackTo === '' ? undefined : { kind: 'other' };
}

/** What a message is; undefined for what the tool says of itself. */
function toEvent(message: unknown): Newest | undefined {
  const at = timeIn(message, 'timestamp');
  const type = textIn(message, 'type');
  if (type === 'user') {
    return NOT_A_PROMPT.test(saidIn(message)) ? undefined : { kind: 'other', at };
  }
  const calls = memberOf(message, 'toolCalls');
  const isAnswer = saidIn(message) !== '' && !(Array.isArray(calls) && calls.length > 0);
  if (type !== 'gemini') {
    return undefined;
  }
  // What it calls is written only once that has answered.
  return isAnswer ? { kind: 'end', at, isPresumed: true } : { kind: 'other', at };
}
