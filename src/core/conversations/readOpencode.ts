import { instant, SECOND, type Instant } from '../basics/time.ts';
import { isOtherRefusal } from './limitStop.ts';
import { memberOf, parseRecord, textIn, titleOf, type Newest, type Reading, type Stop } from './reading.ts';

const ID = /^ses_[A-Za-z0-9]{1,64}$/;

/**
 * What is asked of opencode's database, which only opencode opens: its newest conversations, each with its last
 * message.
 */
export const OPENCODE_QUERY = `select s.id, s.title, s.directory, s.time_created, s.time_updated,
 (select json_extract(p.data, '$.text') from part p where p.session_id = s.id and json_extract(p.data, '$.type') = 'text'
  order by p.time_created, p.id limit 1) as prompt,
 json_extract(m.data, '$.role') as role,
 json_extract(m.data, '$.finish') as finish,
 json_extract(m.data, '$.time.created') as at,
 json_extract(m.data, '$.time.completed') as completed,
 json_extract(m.data, '$.error.name') as error,
 json_extract(m.data, '$.error.data.statusCode') as status,
 substr(json_extract(m.data, '$.error.data.message'), 1, 1000) as message,
 substr(json_extract(m.data, '$.error.data.responseBody'), 1, 2000) as body,
 json_extract(m.data, '$.error.data.responseHeaders') as headers
 from session s left join message m on m.id =
 (select l.id from message l where l.session_id = s.id order by l.time_created desc, l.id desc limit 1)
 where s.parent_id is null and s.time_archived is null
 order by s.time_updated desc limit 1000`.replace(/\s+/g, ' ');

/** What is asked of how often a person said something in a conversation after a moment; an id in its own form. */
export const opencodeTurnsQuery = (id: string, since: Instant): string | undefined =>
  ID.test(id)
    ? `select count(*) as turns from message where session_id = '${id}' and time_created > ${since} and json_extract(data, '$.role') = 'user'`
    : undefined;

/** A row of the answer, and when the conversation was written last. */
export interface OpencodeReading extends Reading {
  readonly writtenAt: Instant;
}

/** How opencode calls a conversation that it has no title for yet. */
const NO_TITLE = /^New session - \d{4}-/;

/** A row of what opencode answers; undefined where it is no conversation in the form that is known. */
export function readOpencode(row: unknown): OpencodeReading | undefined {
  const [id, folder, title] = [textIn(row, 'id'), textIn(row, 'directory'), textIn(row, 'title')];
  const [startedAt, writtenAt] = [momentIn(row, 'time_created'), momentIn(row, 'time_updated')];
  if (!ID.test(id) || folder === '' || startedAt === undefined || writtenAt === undefined) {
    return undefined;
  }
  const shown = NO_TITLE.test(title) ? textIn(row, 'prompt') || title : title || textIn(row, 'prompt');
  return { id, folder, title: titleOf(shown), startedAt, newest: newestOf(row), writtenAt };
}

function momentIn(row: unknown, name: string): Instant | undefined {
  const ms = memberOf(row, name);
  return typeof ms === 'number' && ms > 0 && ms < 1e14 ? instant(Math.round(ms)) : undefined;
}

/** What the last message is: a question, an answer that is whole, or an error after which opencode tries no more. */
function newestOf(row: unknown): Newest | undefined {
  const [role, error] = [textIn(row, 'role'), textIn(row, 'error')];
  const at = momentIn(row, 'completed') ?? momentIn(row, 'at');
  if (role === '') {
    return undefined;
  }
  if (role !== 'assistant') {
    return { kind: 'other', at };
  }
  if (error !== '') {
    const [notice, ...others] = saidIn(row);
    const stop: Stop = { notice: notice ?? '', resets: resetsIn(row, at) };
    const isOther = isOtherRefusal([notice, ...others].join(' '));
    const isLimit = error === 'APIError' && memberOf(row, 'status') === 429 && !isOther;
    return isLimit ? { kind: 'limit', at, stop } : { kind: 'end', at };
  }
  const finish = textIn(row, 'finish');
  const isOver = memberOf(row, 'completed') !== null && finish !== '' && finish !== 'tool-calls';
  return { kind: isOver ? 'end' : 'other', at };
}

/** What the service said, the words first: some of it stands only in the body of its answer. */
function saidIn(row: unknown): readonly string[] {
  const said = memberOf(parseRecord(textIn(row, 'body')), 'error');
  const parts = [textIn(row, 'message'), textIn(said, 'message'), textIn(said, 'type'), textIn(said, 'code')];
  return parts.filter(part => part !== '');
}

/** The moments that the headers of the answer name. */
function resetsIn(row: unknown, at: Instant | undefined): Stop['resets'] {
  const headers = parseRecord(textIn(row, 'headers'));
  const unified = Number(textIn(headers, 'anthropic-ratelimit-unified-reset'));
  const after = Number(textIn(headers, 'retry-after'));
  return [
    ...(unified > 0 ? [instant(unified * SECOND)] : []),
    ...(after > 0 && at !== undefined ? [instant(at + after * SECOND)] : []),
  ];
}
