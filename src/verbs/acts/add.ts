import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { present } from '../../core/rows/fieldValues.ts';
import type { Fields } from '../../core/rows/row.ts';
import { CONTEXT_FIELDS, isReoriented, tellWork, type Told } from '../add/addContext.ts';
import { BUDGET_FIELDS, readBudgetFields } from '../add/addBudget.ts';
import { linkTo } from '../../store/events/processLink.ts';
import { isWaitGiven, readWait, WAIT_FIELDS, type Wait } from '../add/addWaits.ts';
import { shortId } from '../conversations/chooseConversation.ts';
import { boundPayload, CONVERSATION_FIELD, readBinding, type BoundPayload } from '../conversations/bindConversation.ts';
import { unknownAgent } from '../add/unknownAgent.ts';
import { addLines } from '../add/addLines.ts';
import { writeAdded } from '../add/writeAdded.ts';
import { askOnce, isDueGiven, isSaidOnce, readDue, WHEN_FIELDS, type Due } from '../add/addWhen.ts';
import { blankListIn, WORK_FIELDS } from '../add/workFields.ts';
import { jsonOf } from '../look/find.ts';
import { farRefusal, firstStatus } from '../agentPolicy.ts';
import { defineVerb, refuse, type Reply, type InputOf } from '../verb.ts';
import type { Budget } from '../../core/agent/budget.ts';
import type { Host } from '../host.ts';

const FIELDS = {
  message: { kind: 'text', argument: true, stdin: true, help: 'What to do' },
  ...WHEN_FIELDS,
  ...WAIT_FIELDS,
  ...WORK_FIELDS,
  conversation: CONVERSATION_FIELD,
  key_points: {
    kind: 'list',
    word: 'key-point',
    optional: true,
    help: 'Something the agent must know; may be repeated',
  },
  artifacts: {
    kind: 'list',
    word: 'artifact',
    optional: true,
    help: 'A file that belongs to the work; may be repeated',
  },
  constraints: { kind: 'list', word: 'constraint', optional: true, help: 'A constraint; may be repeated' },
  ...CONTEXT_FIELDS,
  kind: {
    kind: 'text',
    optional: true,
    help: 'prompt, which an agent runs, or what only reminds: reminder, review, audit or milestone_check',
  },
  tags: { kind: 'list', word: 'tag', optional: true, help: 'A tag; may be repeated' },
  ...BUDGET_FIELDS,
  process: { kind: 'count', optional: true, help: 'Cancel it when this process of this machine ends (its number)' },
  parse: {
    kind: 'flag',
    optional: true,
    person: true,
    help: 'Schedule every line such as "::defer 30m Check the build" in the message, which may be a long text',
  },
  dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show the entry; write nothing' },
} as const;

/** The kinds that can be scheduled. An entry of any other is shown and never run. */
const KINDS: readonly string[] = ['reminder', 'prompt', 'review', 'audit', 'milestone_check'];

type Input = Omit<InputOf<typeof FIELDS>, 'parse'>;

export const add = defineVerb({
  name: 'add',
  title: 'Schedule…',
  help: 'Schedule work for later, once or as a repeat.',
  examples: [
    'defer add "Check the deploy" --when 30m',
    'defer add "Resume the review" --when "tomorrow 9am" --agent claude --prompt "Go on with the review."',
    'defer add "Look at it again" --when 2h --conversation this',
    'defer add "Try the upgrade" --when 22:00 --agent codex --in worktree',
    'defer add "Read the figures" --when "every weekday at 9"',
    'defer add "Read the log" --when-file "out/*.log"',
    'defer add "Renew the passport" --when "in 3 months" --scope global',
    'defer add "Review the queue" --when 2h --agent claude --prompt - < prompt.md',
    'defer add --parse "::defer 30m Check the build"',
    'defer add --parse - --agent claude < answer.md',
  ],
  effect: 'writes',
  input: FIELDS,
  run: (host, { parse, ...input }) => (parse === true ? addTogether(host, input) : addOne(host, input)),
});

/** Adds an entry for each line of a text. One undo takes all of them back. */
function addTogether(host: Host, input: Input): Promise<Reply> {
  const together = { ...host, batch: host.batch ?? host.newId() };
  return addLines(host, input.message, input, line => addOne(together, { ...input, ...line }));
}

async function addOne(host: Host, input: Input): Promise<Reply> {
  const ledger = host.ledgers[0];
  if (!ledger) {
    return refuse(l10n.t('There is no folder to keep a schedule in. Open one first.'));
  }
  if (input.message.trim() === '') {
    return refuse(l10n.t('An entry needs a message that says what to do.'));
  }
  if (input.kind === 'command') {
    return refuse(l10n.t('A command cannot be scheduled this way. Give an agent a prompt, or make it a reminder.'));
  }
  if (input.kind !== undefined && !KINDS.includes(input.kind)) {
    return refuse(l10n.t('--kind takes {0}, not "{1}".', KINDS.join(', '), input.kind.slice(0, 40)), 2);
  }
  const blank = blankListIn(input);
  if (blank) {
    return refuse(`--${blank.word} is empty. Leave it out.`, 2);
  }
  const now = host.clock.now();
  const wait = isWaitGiven(input) ? await readWait(ledger, input, now) : undefined;
  if (isRefusal(wait)) {
    return refuse(wait.why);
  }
  const needsTime = !wait || isDueGiven(input);
  if (needsTime && !isSaidOnce(input)) {
    return refuse(askOnce(input), 2);
  }
  const due = needsTime ? await readDue(host, input, now) : undefined;
  if (isRefusal(due)) {
    return refuse(due.why);
  }
  if (wait && due?.repeat) {
    return refuse(l10n.t('An entry either repeats or waits for an event. Make two entries.'));
  }
  const far = due && farRefusal(host, due.due);
  if (far) {
    return refuse(far.why);
  }
  const binding = await readBinding(host, ledger, input);
  if (isRefusal(binding)) {
    return refuse(binding.why);
  }
  const told = await tellWork(host, ledger, input);
  if (isRefusal(told)) {
    return refuse(told.why);
  }
  const budget = await readBudgetFields(host, input);
  if (isRefusal(budget)) {
    return refuse(budget.why);
  }
  const process = input.process === undefined ? undefined : await linkTo(input.process);
  if (isRefusal(process)) {
    return refuse(process.why);
  }
  const status = firstStatus(host);
  const id = host.newId();
  const bound = binding && (await boundPayload(binding, id, input.dry_run === true));
  const set = fieldsOf({ ...input, ...bound, in: input.in ?? bound?.in }, told, {
    ...due,
    ...wait,
    budget,
    process,
    now,
    status,
    author: host.author,
  });
  const after = await writeAdded(host, ledger, { id, now, set, isRehearsal: input.dry_run === true });
  if (isRefusal(after)) {
    return refuse(after.why);
  }
  const words = [
    wait && l10n.t('for {0}', wait.words),
    due && (wait ? l10n.t('no earlier than {0}', due.words.replace(/^for /, '')) : due.words),
  ];
  const when = words.filter(Boolean).join(', ');
  const continues = binding
    ? l10n.t('It continues the {0} conversation {1}.', binding.conversation.agent, shortId(binding.conversation))
    : '';
  const end = status === 'proposed' ? l10n.t('A person has to accept it.') : '';
  const unknown = await unknownAgent(host, input.agent);
  const say = [addedText(status, input.dry_run === true, when), continues, end, unknown].filter(Boolean).join(' ');
  return { ok: true, say, value: jsonOf(host, ledger, after), ...(!input.dry_run && { made: [after.id] }) };
}

/** `when` says for when: `for Mon 23 Nov, 09:00 CET`, or how it repeats. */
function addedText(status: 'pending' | 'proposed', isRehearsal: boolean, when: string): string {
  if (status === 'proposed') {
    return isRehearsal ? l10n.t('Would be proposed {0}.', when) : l10n.t('Proposed {0}.', when);
  }
  return isRehearsal ? l10n.t('Would be scheduled {0}.', when) : l10n.t('Scheduled {0}.', when);
}

interface Setting extends Partial<Omit<Due, 'words'> & Omit<Wait, 'words'>> {
  readonly now: Instant;
  readonly status: 'pending' | 'proposed';
  readonly author: string;
  readonly budget: Budget | undefined;
  readonly process: Readonly<Record<string, unknown>> | undefined;
}

/** The fields of a new entry, in the words of the file (FORMAT.md). */
function fieldsOf(given: Input & Pick<BoundPayload, 'cwd'>, told: Told, setting: Setting): Fields {
  const { now, status, due, expires, repeat, waits_for, author, process } = setting;
  const isForAgent = given.prompt !== undefined || given.agent !== undefined || isReoriented(given);
  const payload = present({
    message: given.message.trim(),
    prompt: given.prompt,
    ...told.payload,
    agent: given.agent,
    mode: given.mode,
    session: given.session,
    cwd: given.cwd,
    in: given.in,
    tags: given.tags,
    priority: given.priority,
    budget: setting.budget,
  });
  return present({
    kind: given.kind ?? (isForAgent ? 'prompt' : 'reminder'),
    status,
    due_at: due === undefined ? undefined : toIso(due),
    slot: due === undefined || repeat === undefined ? undefined : toIso(due),
    expires_at: expires === undefined ? undefined : toIso(expires),
    repeat,
    waits_for,
    created_at: toIso(now),
    updated_at: toIso(now),
    created_by: author,
    payload,
    origin: told.origin,
    max_retries: given.max_retries,
    process,
    overlap: given.overlap,
  });
}
