import * as l10n from '@vscode/l10n';
import { isAutomationName } from '../../core/files/definition.ts';
import type { Change } from '../../core/rows/change.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { isZone } from '../../core/basics/zone.ts';
import { folderInside } from '../../store/disk/realInside.ts';
import { act, closedRefusal } from '../act.ts';
import { BUDGET_FIELDS, readBudgetFields } from '../add/addBudget.ts';
import { askOnceMore, isDueGiven, isSaidOnce, readDue, WHEN_FIELDS, type Due } from '../add/addWhen.ts';
import { unknownAgent } from '../add/unknownAgent.ts';
import { blankListIn, WORK_FIELDS } from '../add/workFields.ts';
import { farRefusal } from '../agentPolicy.ts';
import { CLEARABLE, editedFields, type Values } from '../edit/editedFields.ts';
import { expiryRefusal, keptOfRule, timeChange } from '../edit/editedTime.ts';
import { NOTE_FIELD } from '../edit/note.ts';
import { isAgent, type Host } from '../host.ts';
import { find } from '../look/find.ts';
import { readMoment } from '../readMoment.ts';
import { defineVerb, refuse, type InputOf, type Reply } from '../verb.ts';

const FIELDS = {
  id: { kind: 'entry', argument: true, help: 'Which entry' },
  title: { kind: 'text', optional: true, help: 'What to do' },
  ...WHEN_FIELDS,
  ...WORK_FIELDS,
  key_points: { kind: 'list', word: 'key-point', optional: true, help: 'Replace all key points; may be repeated' },
  artifacts: { kind: 'list', word: 'artifact', optional: true, help: 'Replace all artifacts; may be repeated' },
  constraints: { kind: 'list', word: 'constraint', optional: true, help: 'Replace all constraints; may be repeated' },
  cwd: { kind: 'text', optional: true, help: 'The folder to run in, relative to that of the schedule' },
  tags: { kind: 'list', word: 'tag', optional: true, help: 'Replace all tags; may be repeated' },
  ...BUDGET_FIELDS,
  note: NOTE_FIELD,
  clear: {
    kind: 'list',
    optional: true,
    help: `Something to take away: ${Object.keys(CLEARABLE).join(', ')}; may be repeated`,
  },
} as const;

type Input = InputOf<typeof FIELDS>;

export const edit = defineVerb({
  name: 'edit',
  title: 'Edit…',
  help: 'Change what an open entry says: its title, time, prompt, agent and everything else. What you leave out stays as it is.',
  examples: [
    'defer edit 01KAB --title "Check the deploy" --tag ops',
    'defer edit 01KAB --when "every weekday at 9"',
    'defer edit 01KAB --agent codex --prompt - < prompt.md',
    'defer edit 01KAB --clear priority --clear note',
  ],
  effect: 'writes',
  input: FIELDS,
  run: editOne,
});

async function editOne(host: Host, input: Input): Promise<Reply> {
  const now = host.clock.now();
  const values = await readValues(host, input, now);
  if (isRefusal(values)) {
    return refuse(values.why, 2);
  }
  const isTimed = isDueGiven({ ...input, expires: undefined });
  if (!isTimed && Object.keys(values).length === 0) {
    return refuse(
      l10n.t('Say what to change, such as --title, --when or --prompt. "defer help edit" lists it all.'),
      2,
    );
  }
  if (isTimed && !isSaidOnce(input)) {
    return refuse(askOnceMore(input), 2);
  }
  const found = await find(host, input.id, { mostlyOpen: true });
  if (isRefusal(found)) {
    return refuse(found.why);
  }
  const kept = keptOfRule(found.entry, new Set(Object.keys(values)), now);
  const due = isTimed ? await readDue(host, input, now, kept) : undefined;
  if (isRefusal(due)) {
    return refuse(due.why);
  }
  const far = due && farRefusal(host, due.due);
  if (far) {
    return refuse(far.why);
  }
  const { ledger } = found;
  if (input.cwd !== undefined && !(await folderInside(ledger.folder, input.cwd))) {
    return refuse(l10n.t('--cwd names no folder inside the folder of the schedule. Give a path relative to that.'));
  }
  const wasAllowed = isAgent(host) ? undefined : (await host.approvals?.marks(ledger))?.get(found.entry.id);
  const reply = await act(
    host,
    { id: found.entry.id },
    (entry, at) => editRefusal(host, entry) ?? edited(entry, values, due, at),
    () => (due ? l10n.t('Changed. It is scheduled {0}.', due.words) : l10n.t('Changed.')),
  );
  const mark = reply.ok && wasAllowed === true ? (await host.approvals?.marks(ledger))?.get(found.entry.id) : true;
  if (!reply.ok) {
    return reply;
  }
  const say = [reply.say, mark === true ? '' : noLonger(), await unknownAgent(host, input.agent)];
  return { ...reply, say: say.filter(Boolean).join(' ') };
}

const noLonger = (): string =>
  l10n.t('It was allowed to run automatically, and is not any more. Review and allow it again ("defer allow <id>").');

/** Why an entry is not edited. What an agent writes, a person would take for their own. */
function editRefusal(host: Host, entry: Entry): Refusal | undefined {
  if (entry.file !== undefined && isAutomationName(entry.file)) {
    return refusal(
      l10n.t(
        'A file of VS Code defines this entry, and holds only its name, prompt and times. Change the file, or make an entry of your own of it: "defer import vscode {0}".',
        entry.file,
      ),
    );
  }
  if (entry.file !== undefined) {
    return refusal(l10n.t('A file defines this entry. Change the file; "defer show" names it.'));
  }
  if (isAgent(host) && entry.createdBy !== host.author) {
    return refusal(l10n.t('An agent edits only what it scheduled itself. Ask the person, or schedule another entry.'));
  }
  return closedRefusal(entry);
}

/** Reads what is to be set and to be taken away. */
async function readValues(host: Host, input: Input, now: Instant): Promise<Values | Refusal> {
  const cleared = new Set<string>();
  for (const word of input.clear ?? []) {
    // An agent knows it by the name of the argument (`key_points`).
    const name = Object.hasOwn(CLEARABLE, word) ? CLEARABLE[word] : Object.values(CLEARABLE).find(one => one === word);
    if (name === undefined) {
      return refusal(l10n.t('--clear takes {0}, not "{1}".', Object.keys(CLEARABLE).join(', '), word.slice(0, 40)));
    }
    if (name !== 'budget' && input[name] !== undefined) {
      return refusal(l10n.t('--clear {0} takes away what is set at the same time. Leave one of the two out.', word));
    }
    cleared.add(name);
  }
  const texts = ['title', 'prompt', 'agent', 'session', 'summary', 'cwd', 'note'] as const;
  const blank = texts.find(name => input[name]?.trim() === '');
  if (blank !== undefined) {
    return refusal(
      blank === 'title'
        ? l10n.t('An entry needs a title that says what to do.')
        : `--${blank} is empty. To take it away: --clear ${blank}.`,
    );
  }
  const list = blankListIn(input);
  if (list) {
    return refusal(`--${list.word} is empty. To take all of them away: --clear ${list.name.replace('_', '-')}.`);
  }
  const { title, prompt, agent, mode, session, summary, cwd, priority, note, overlap, in: place } = input;
  const { key_points, artifacts, constraints, tags, max_retries } = input;
  const budget = await readBudgetFields(host, input);
  if (isRefusal(budget)) {
    return budget;
  }
  if (budget && cleared.has('budget')) {
    return refusal(l10n.t('--clear budget takes away what is set at the same time. Leave one of the two out.'));
  }
  const reading = { now, ...(input.tz !== undefined && isZone(input.tz) && { zone: input.tz }) };
  const expires = input.expires === undefined ? undefined : await readMoment(host, input.expires, reading);
  if (isRefusal(expires)) {
    return refusal(l10n.t('--expires: {0}', expires.why));
  }
  const given = {
    ...{ title: title?.trim(), prompt, agent, mode, session, summary, cwd, priority, note: note?.trim(), overlap },
    ...{ key_points, artifacts, constraints, tags, max_retries, in: place },
    ...{ expires: expires && toIso(expires.at), budget },
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...Object.fromEntries([...cleared].map(name => [name, undefined])),
  };
}

/** The change of an entry as it stands by now. */
function edited(entry: Entry, values: Values, due: Due | undefined, now: Instant): Change | Refusal {
  const set = editedFields(entry, values);
  if (isRefusal(set)) {
    return set;
  }
  const time = due && timeChange(entry, due, now);
  if (isRefusal(time)) {
    return time;
  }
  // The new rule already lacks what is cleared.
  const { repeat = set['repeat'] } = time?.set ?? {};
  const whole = { ...time?.set, ...set, ...(repeat !== undefined && { repeat }) };
  return expiryRefusal(entry, whole) ?? { ...time, set: whole };
}
