import { isRefusal } from '../core/basics/refusal.ts';
import { cleanLine } from '../render/text/clean.ts';
import { add } from '../verbs/acts/add.ts';
import { cancel } from '../verbs/acts/cancel.ts';
import { find } from '../verbs/look/find.ts';
import { list } from '../verbs/acts/list.ts';
import { readToolInput, schemaOf } from '../verbs/tools.ts';
import { refuse, type Fields, type InputOf, type RawInput, type Reply } from '../verbs/verb.ts';
import type { Host } from '../verbs/host.ts';
import type { McpTool } from './mcpTool.ts';
import { askVerb } from '../verbs/askVerb.ts';
import { inToolWords } from '../verbs/toolWords.ts';

/**
 * The arguments of duragent's tools `schedule_task`, `list_schedules` and `cancel_schedule` (docs/compatibility.md,
 * "duragent"), in one.
 */
const FIELDS = {
  action: { kind: 'choice', choices: ['create', 'list', 'cancel'], help: 'What to do' },
  at: { kind: 'when', optional: true, help: 'create: once, at an ISO time or in words such as "in 30m"' },
  every_seconds: { kind: 'count', optional: true, help: 'create: repeat every so many seconds, at least 300' },
  every: { kind: 'text', optional: true, help: 'create: repeat at an interval, such as 30m or 2h' },
  cron: {
    kind: 'text',
    optional: true,
    help: 'create: repeat by a cron line, such as "0 9 * * MON-FRI", in UTC unless tz says otherwise',
  },
  tz: { kind: 'text', optional: true, help: 'create: the time zone of cron, such as Europe/Paris' },
  message: { kind: 'text', optional: true, help: 'create: a reminder for the person' },
  task: { kind: 'text', optional: true, help: 'create: a prompt for an agent, which a person starts' },
  agent: { kind: 'text', optional: true, help: 'create: which agent the task is for' },
  max_retries: { kind: 'count', optional: true, help: 'create: how often a failed run is retried' },
  schedule_id: { kind: 'text', optional: true, help: 'cancel: the id that create or list gave' },
} as const satisfies Fields;

type Given = InputOf<typeof FIELDS>;

/** The tool for agents that know duragent's: it makes, lists and cancels the caller's own entries. */
export const scheduleTool: McpTool = {
  card: {
    name: 'schedule',
    title: 'Schedule',
    description:
      'Create, list or cancel your own scheduled entries. They wait in the schedule of this workspace. A person sees them when they are due, and starts them or has allowed them to start.',
    inputSchema: schemaOf(FIELDS),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  },
  read: given => readToolInput(FIELDS, given),
  async run(host: Host, input: RawInput): Promise<Reply> {
    const reply = await runTool(host, input as unknown as Given);
    return reply.ok ? reply : { ...reply, why: inToolWords(reply.why, FIELDS) };
  },
};

function runTool(host: Host, given: Given): Promise<Reply> {
  switch (given.action) {
    case 'create':
      return create(host, given);
    case 'list':
      return listOwn(host);
    case 'cancel':
      return cancelOwn(host, given.schedule_id);
  }
}

async function create(host: Host, given: Given): Promise<Reply> {
  const { at, every_seconds: seconds, every, cron, message, task } = given;
  if ([at, seconds, every, cron].filter(time => time !== undefined).length !== 1) {
    return refuse('Give one of at, every_seconds, every and cron.');
  }
  if ((message === undefined) === (task === undefined)) {
    return refuse('Give one of message and task.');
  }
  const input: RawInput = {
    message: message ?? cleanLine(task?.trim().split('\n')[0] ?? '', 120),
    ...(task !== undefined && { prompt: task }),
    ...(at !== undefined && { when: at }),
    ...(every !== undefined && { every }),
    ...(seconds !== undefined && { every: `PT${seconds}S` }),
    ...(cron !== undefined && { cron, tz: given.tz ?? 'UTC' }),
    ...(given.agent !== undefined && { agent: given.agent }),
    ...(given.max_retries !== undefined && { max_retries: given.max_retries }),
  };
  return askVerb(host, add, input);
}

async function listOwn(host: Host): Promise<Reply> {
  const reply = await askVerb(host, list, {});
  if (!reply.ok) {
    return reply;
  }
  const entries = reply.value as readonly { readonly created_by: unknown }[];
  const own = entries.filter(({ created_by: by }) => by === host.author);
  return {
    ok: true,
    say: own.length === 0 ? 'You have scheduled nothing.' : own.length === 1 ? '1 entry.' : `${own.length} entries.`,
    value: own,
  };
}

async function cancelOwn(host: Host, id: string | undefined): Promise<Reply> {
  if (id === undefined) {
    return refuse('Give the schedule_id of the entry to cancel.');
  }
  const found = await find(host, id);
  if (isRefusal(found)) {
    return refuse(found.why);
  }
  if (found.entry.createdBy !== host.author) {
    return refuse('This entry is not yours. The tool defer_cancel can cancel entries of others; ask the person first.');
  }
  return askVerb(host, cancel, { id: found.entry.id });
}
