import { isRefusal } from '../core/refusal.ts';
import { toIso, type Instant } from '../core/time.ts';
import { digest } from '../store/digest.ts';
import { Ledger } from '../store/ledger.ts';
import { MemoryLog } from '../store/memoryLog.ts';
import { linkTo } from '../store/processLink.ts';
import { isWaitGiven, readWait, WAIT_FIELDS, type Wait } from './addWaits.ts';
import { isDueGiven, isSaidOnce, ONE_WAY, readDue, WHEN_FIELDS, type Due } from './addWhen.ts';
import { jsonOf } from './find.ts';
import { defineVerb, refuse, type Reply } from './verb.ts';

export const add = defineVerb({
  name: 'add',
  title: 'Schedule…',
  help: 'Put work off until a time, or let it come again and again.',
  effect: 'writes',
  input: {
    message: { kind: 'text', argument: true, help: 'What is to be done' },
    ...WHEN_FIELDS,
    ...WAIT_FIELDS,
    prompt: { kind: 'text', optional: true, help: 'What an agent is to go on with' },
    agent: { kind: 'text', optional: true, help: 'Which agent: claude, codex, copilot, gemini, opencode, or your own' },
    mode: {
      kind: 'choice',
      choices: ['fresh', 'callback'],
      optional: true,
      help: 'A new conversation or the same one',
    },
    session: { kind: 'text', optional: true, help: 'The name of the conversation to go on with' },
    summary: { kind: 'text', optional: true, help: 'Where the work stands' },
    key_points: {
      kind: 'list',
      word: 'key-point',
      optional: true,
      help: 'Something the agent must know; may be repeated',
    },
    artifacts: { kind: 'list', word: 'artifact', optional: true, help: 'A file that belongs to it; may be repeated' },
    constraints: { kind: 'list', word: 'constraint', optional: true, help: 'Something to keep to; may be repeated' },
    kind: { kind: 'text', optional: true, help: 'reminder, prompt, review, audit or milestone_check' },
    tags: { kind: 'list', word: 'tag', optional: true, help: 'A tag; may be repeated' },
    priority: { kind: 'choice', choices: ['low', 'medium', 'high'], optional: true, help: 'How much it matters' },
    max_retries: { kind: 'count', word: 'max-retries', optional: true, help: 'How often a failed run is tried again' },
    process: { kind: 'count', optional: true, help: 'Cancel it when this process of this machine ends: its number' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show the entry; write nothing' },
  },
  async run(host, input): Promise<Reply> {
    const ledger = host.ledgers[0];
    if (!ledger) {
      return refuse('There is no folder to keep a schedule in. Open one first.');
    }
    if (input.message.trim() === '') {
      return refuse('An entry needs a message: what is to be done?');
    }
    if (input.kind === 'command') {
      return refuse('A command cannot be scheduled this way. Give an agent a prompt, or make it a reminder.');
    }
    const now = host.clock.now();
    const wait = isWaitGiven(input) ? await readWait(ledger, input, now) : undefined;
    if (isRefusal(wait)) {
      return refuse(wait.why);
    }
    const needsTime = !wait || isDueGiven(input);
    if (needsTime && !isSaidOnce(input)) {
      return refuse(ONE_WAY, 2);
    }
    const due = needsTime ? await readDue(host, input, now) : undefined;
    if (isRefusal(due)) {
      return refuse(due.why);
    }
    if (wait && due?.repeat) {
      return refuse('An entry either comes again by a rule or waits for an event. Make two entries.');
    }
    const link = input.process === undefined ? undefined : linkTo(input.process);
    if (isRefusal(link)) {
      return refuse(link.why);
    }
    const set = fieldsOf(input, { ...due, ...wait, now, author: host.author });
    const id = host.newId();
    const place = input.dry_run ? rehearsalOf(ledger) : ledger;
    const after = await place.act(id, now, () => ({ set: link ? { ...set, process: link } : set }));
    if (isRefusal(after)) {
      return refuse(after.why);
    }
    const words = [
      wait && `for ${wait.words}`,
      due && (wait ? `no earlier than ${due.words.replace(/^for /, '')}` : due.words),
    ];
    const say = `${input.dry_run ? 'Would be scheduled' : 'Scheduled'} ${words.filter(Boolean).join(', ')}.`;
    return { ok: true, say, value: jsonOf(host, ledger, after) };
  },
});

interface Given {
  readonly message: string;
  readonly prompt?: string | undefined;
  readonly agent?: string | undefined;
  readonly mode?: string | undefined;
  readonly session?: string | undefined;
  readonly summary?: string | undefined;
  readonly key_points?: readonly string[] | undefined;
  readonly artifacts?: readonly string[] | undefined;
  readonly constraints?: readonly string[] | undefined;
  readonly kind?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly priority?: string | undefined;
  readonly max_retries?: number | undefined;
}

interface Setting extends Partial<Omit<Due, 'words'> & Omit<Wait, 'words'>> {
  readonly now: Instant;
  readonly author: string;
}

/** The fields of a new entry, in the words of the file (FORMAT.md). */
function fieldsOf(given: Given, { now, due, expires, repeat, waits_for, author }: Setting): Record<string, unknown> {
  const payload = present({
    message: given.message.trim(),
    summary: given.summary,
    prompt: given.prompt,
    key_points: given.key_points,
    artifacts: given.artifacts,
    constraints: given.constraints,
    agent: given.agent,
    mode: given.mode,
    session: given.session,
    tags: given.tags,
    priority: given.priority,
  });
  return present({
    kind: given.kind ?? (given.prompt === undefined && given.agent === undefined ? 'reminder' : 'prompt'),
    status: 'pending',
    due_at: due === undefined ? undefined : toIso(due),
    expires_at: expires === undefined ? undefined : toIso(expires),
    repeat,
    waits_for,
    created_at: toIso(now),
    updated_at: toIso(now),
    created_by: author,
    payload,
    max_retries: given.max_retries,
  });
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );

/** A schedule that forgets: what is written to it is read back like any other and then gone. */
const rehearsalOf = (ledger: Ledger): Ledger => new Ledger(ledger, new MemoryLog(), digest(ledger.folder));
