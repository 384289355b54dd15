import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../basics/refusal.ts';
import { toIso, type Instant } from '../../basics/time.ts';
import { afterSpan, isBeyondReach, readSpan } from '../../when/clock/duration.ts';
import {
  baseName,
  entryFrom,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { isRecord, present, timeOf, type Members } from '../../rows/fieldValues.ts';
import { SourceRecord } from '../import/sourceRecord.ts';
import { readYaml } from '../import/yamlText.ts';

/**
 * Reads the `schedule` list of a milestone of SF (docs/compatibility.md, "SF"). `in` counts from when the milestone was
 * made, else from the last change of its file. `on_complete` counts from when it was completed; until then nobody knows
 * when that is, and nothing here sees it, so such an entry has no due time and says so.
 */
export function readMilestone(
  source: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  const { file } = source;
  const yaml = readYaml(source.text);
  const value = isRefusal(yaml) ? undefined : yaml.value;
  const items = isRecord(value) ? value['schedule'] : undefined;
  if (isRefusal(yaml) || !isRecord(value) || !Array.isArray(items)) {
    note({
      file,
      text: isRefusal(yaml) ? yaml.why : l10n.t('It is not a milestone with a schedule list.'),
      problem: true,
    });
    return [];
  }
  const isMade = timeOf(value['created_at']) !== undefined;
  const beside = Object.keys(value).filter(name => !TAKEN.has(name) && !(name === 'created_at' && isMade));
  if (beside.length > 0) {
    note({
      file,
      text: l10n.t('Of the milestone itself only its schedule was taken; there stay: {0}.', beside.join(', ')),
    });
  }
  const seen = new Map<string, number>();
  return items.flatMap((item: unknown, index) => {
    if (!isRecord(item)) {
      note({
        file,
        text: l10n.t('Item {0} of its schedule is not an entry and was left out.', index + 1),
        problem: true,
      });
      return [];
    }
    return [readItem(item, value, source, seen, context, note)];
  });
}

const TAKEN: ReadonlySet<string> = new Set(['schedule', 'id', 'title']);

function readItem(
  item: Members,
  milestone: Members,
  { file, changed }: SourceFile,
  seen: Map<string, number>,
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedEntry {
  const record = new SourceRecord(item);
  const id = record.text('id');
  const payload = record.record('payload');
  const given = record.text('title') ?? record.text('message') ?? payload.text('message');
  const [about, title] = [textOf(milestone['id']), textOf(milestone['title'])];
  const message = given ?? `${about ?? title ?? 'A milestone'}: look at it`;
  const tell = (words: string, isProblem = false): void =>
    note({
      file,
      ...(id !== undefined && { id }),
      text: `“${message}”: ${words}`,
      ...(isProblem && { problem: true }),
    });
  const due = dueOf(
    item,
    { made: timeOf(milestone['created_at']), changed, done: timeOf(milestone['completed_at']) },
    tell,
  );
  const fields = present({
    kind: record.text('kind') ?? 'milestone_check',
    status: record.text('status') ?? 'pending',
    due_at: record.time('due_at') ?? due,
    created_at:
      record.time('created_at') ??
      (timeOf(milestone['created_at']) === undefined ? toIso(changed) : textOf(milestone['created_at'])),
    payload: present({
      message,
      summary: about === undefined && title === undefined ? undefined : [about, title].filter(Boolean).join(': '),
    }),
  });
  const words = `${item['kind'] as string} ${message}`;
  const count = (seen.get(words) ?? 0) + 1;
  seen.set(words, count);
  const parts = {
    ...({ system: 'sf', file, id, fields, record } as const),
    text: JSON.stringify([item, milestone['completed_at']]),
    identity: `${about ?? `.sf/milestones/${baseName(file)}`} ${words} ${count}`,
  };
  return entryFrom(parts, context);
}

interface Moments {
  readonly made: Instant | undefined;
  readonly changed: Instant;
  readonly done: Instant | undefined;
}

/** When an item comes up, by its `in` or its `on_complete`, which stay as they are beside it. */
function dueOf(
  item: Members,
  { made, changed, done }: Moments,
  tell: (words: string, isProblem?: boolean) => void,
): string | undefined {
  const [after, onComplete] = [textOf(item['in']), textOf(item['on_complete'])];
  const length = after ?? onComplete;
  if (length === undefined) {
    tell(l10n.t('it has neither in nor on_complete, so it has no due time here.'), true);
    return undefined;
  }
  if (after === undefined && done === undefined) {
    tell(l10n.t('it comes {0} after the milestone is complete, which Defer does not see. Reschedule it then.', length));
    return undefined;
  }
  const span = readSpan(length.trim().toLowerCase().replace(/\s+/g, ' '));
  if (!span || isBeyondReach(span)) {
    tell(l10n.t('"{0}" is not a length of time that Defer knows, so it has no due time here.', length), true);
    return undefined;
  }
  const from = after === undefined ? (done ?? changed) : (made ?? changed);
  if (after !== undefined && made === undefined) {
    tell(l10n.t('the milestone does not say when it was made; its time counts from the last change of the file.'));
  }
  if (after !== undefined && onComplete !== undefined) {
    tell(l10n.t('it names "in" and "on_complete"; the first was used.'));
  }
  return toIso(afterSpan(span, { now: from, zone: 'UTC' }).at);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : undefined;
