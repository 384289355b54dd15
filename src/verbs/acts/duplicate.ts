import * as l10n from '@vscode/l10n';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { instant, toIso, type Instant } from '../../core/basics/time.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { memberOf, present, recordIn } from '../../core/rows/fieldValues.ts';
import type { Change } from '../../core/rows/change.ts';
import type { Fields } from '../../core/rows/row.ts';
import { tellWork } from '../add/addContext.ts';
import { crowdRefusal, farRefusal, firstStatus } from '../agentPolicy.ts';
import { find, jsonOf } from '../look/find.ts';
import { readMoment } from '../readMoment.ts';
import { noteUndo } from '../undo/noteUndo.ts';
import { defineVerb, refuse } from '../verb.ts';
import type { Host } from '../host.ts';

export const duplicate = defineVerb({
  name: 'duplicate',
  title: 'Duplicate…',
  help: 'Schedule a copy of an entry, open or closed. It has no runs, and nothing of it is allowed yet.',
  examples: ['defer duplicate 01KAB', 'defer duplicate 01KAB --when friday'],
  effect: 'writes',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    when: {
      kind: 'when',
      optional: true,
      help: 'When the copy is due; by default the time of the entry, if that is still in the future',
    },
  },
  async run(host, input) {
    const found = await find(host, input.id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, entry } = found;
    const now = host.clock.now();
    const due = await dueOfCopy(host, entry, input.when, now);
    if (typeof due !== 'number') {
      return refuse(due.why);
    }
    const no = copyRefusal(entry) ?? farRefusal(host, due);
    if (no) {
      return refuse(no.why);
    }
    const told = await tellWork(host, ledger, { artifacts: entry.artifacts });
    if (isRefusal(told)) {
      return refuse(told.why);
    }
    const set = fieldsOfCopy(host, entry, { now, due, origin: told.origin, ...(await ruleOfCopy(entry, due)) });
    const decide = (): Change | Refusal => crowdRefusal(host, ledger.schedule) ?? { set };
    const after = await ledger.act(host.newId(), now, decide, written =>
      noteUndo(host, ledger.folder, { id: written.id, at: now, after: written.fields(), change: { set } }),
    );
    if (isRefusal(after)) {
      return refuse(after.why);
    }
    const isAnew = !isOwnSession(entry) && entry.session !== undefined;
    const copied = l10n.t('A copy is scheduled for {0}.', describeMoment(due, now, host.zone));
    return {
      ok: true,
      say: isAnew ? `${copied} ${l10n.t('It starts a conversation of its own.')}` : copied,
      value: jsonOf(host, ledger, after),
      made: [after.id],
    };
  },
});

/** Why an entry has no copy. */
function copyRefusal(entry: Entry): Refusal | undefined {
  if (entry.newer) {
    return refusal(l10n.t('A newer version of Defer wrote this entry. Update Defer to copy it.'));
  }
  if (entry.waits !== undefined) {
    return refusal(
      l10n.t('An entry that waits for an event is not copied. Schedule another one, such as with --when-file.'),
    );
  }
  return entry.kind === 'command'
    ? refusal(l10n.t('A command is not copied. Only a file or an import brings one.'))
    : undefined;
}

/** A repeat comes up at its next time; any other entry when it was due, where that is still ahead. */
async function dueOfCopy(
  host: Host,
  { repeat, dueAt }: Entry,
  when: string | undefined,
  now: Instant,
): Promise<Instant | Refusal> {
  if (when !== undefined) {
    const read = await readMoment(host, when);
    return isRefusal(read) ? read : read.at;
  }
  if (isRefusal(repeat)) {
    return refusal(l10n.t('The repeat cannot be read, so the entry is not copied. {0}', repeat.why));
  }
  const due = repeat === undefined ? dueAt : repeat.next(now);
  return due !== undefined && due > now
    ? due
    : refusal(l10n.t('Its time has passed. Say when the copy is due, such as --when "tomorrow 9am".'));
}

/** Whether its conversation has a name that any entry may share. */
const isOwnSession = ({ session, file }: Entry): boolean =>
  session !== undefined && file === undefined && !isBoundSession(session);

interface Copied {
  readonly now: Instant;
  readonly due: Instant;
  readonly origin: Fields | undefined;
  readonly repeat?: Fields;
  readonly slot?: string;
}

/**
 * The rule of a copy, and the slot that it begins with. What a count counts begins with the copy, and so does the grid
 * of an interval.
 */
async function ruleOfCopy({ fields, repeat }: Entry, due: Instant): Promise<Pick<Copied, 'repeat' | 'slot'>> {
  if (memberOf(fields, 'repeat') === undefined) {
    return {};
  }
  const { enabled: _, ...rule } = recordIn(fields, 'repeat');
  if (repeat === undefined || isRefusal(repeat)) {
    return { repeat: rule, slot: toIso(due) };
  }
  if (repeat.rule.kind === 'every') {
    return { repeat: { ...rule, anchor: toIso(instant(due - repeat.rule.period)) }, slot: toIso(due) };
  }
  if (rule['count'] === undefined) {
    return { repeat: rule, slot: toIso(due) };
  }
  // A due time beside the rule is a moved occurrence, or the copy would come once more than the count says.
  const { readRepeat } = await import('../../core/repeat/repeat.ts');
  const endless = readRepeat({ cron: repeat.rule.cron, tz: repeat.rule.zone });
  const slot = (isRefusal(endless) ? undefined : endless.previous(instant(due + 1))) ?? due;
  return { repeat: { ...rule, anchor: toIso(instant(slot - 1)) }, slot: toIso(slot) };
}

/** What the entry says, without what became of it. */
function fieldsOfCopy(host: Host, entry: Entry, { now, due, origin, repeat, slot }: Copied): Fields {
  const { session: _, mode, ...payload } = recordIn(entry.fields, 'payload');
  const keeps = isOwnSession(entry);
  return present({
    kind: entry.kind,
    status: firstStatus(host),
    due_at: toIso(due),
    slot,
    repeat,
    created_at: toIso(now),
    updated_at: toIso(now),
    created_by: host.author,
    payload: {
      ...payload,
      message: entry.title,
      ...(keeps && { session: entry.session }),
      ...(mode !== undefined && (keeps || entry.session === undefined) && { mode }),
    },
    origin,
    max_retries: entry.maxRetries > 0 ? entry.maxRetries : undefined,
    overlap: memberOf(entry.fields, 'overlap'),
  });
}
