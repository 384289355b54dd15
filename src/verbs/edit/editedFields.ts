import * as l10n from '@vscode/l10n';
import type { Budget } from '../../core/agent/budget.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { isRecord, memberOf, recordIn } from '../../core/rows/fieldValues.ts';
import type { Fields } from '../../core/rows/row.ts';

/**
 * What `edit` can set, by the words of the command line: a member of the payload, else a field of its own. How a repeat
 * ends is set with a rule (`editedTime`), and only taken away here.
 */
const MEMBERS = {
  title: { payload: 'message' },
  prompt: { payload: 'prompt' },
  agent: { payload: 'agent' },
  mode: { payload: 'mode' },
  session: { payload: 'session' },
  summary: { payload: 'summary' },
  key_points: { payload: 'key_points' },
  artifacts: { payload: 'artifacts' },
  constraints: { payload: 'constraints' },
  cwd: { payload: 'cwd' },
  in: { payload: 'in' },
  tags: { payload: 'tags' },
  priority: { payload: 'priority' },
  budget: { payload: 'budget' },
  note: { field: 'note' },
  max_retries: { field: 'max_retries' },
  overlap: { field: 'overlap' },
  expires: { field: 'expires_at' },
  until: { rule: 'until' },
  count: { rule: 'count' },
} as const;

type Name = keyof typeof MEMBERS;

/** What may be taken away, as it is typed. */
export const CLEARABLE: Readonly<Record<string, Name>> = {
  prompt: 'prompt',
  agent: 'agent',
  mode: 'mode',
  session: 'session',
  summary: 'summary',
  'key-points': 'key_points',
  artifacts: 'artifacts',
  constraints: 'constraints',
  cwd: 'cwd',
  in: 'in',
  tags: 'tags',
  priority: 'priority',
  budget: 'budget',
  note: 'note',
  retries: 'max_retries',
  overlap: 'overlap',
  expires: 'expires',
  until: 'until',
  count: 'count',
};

/** The new values by name; undefined for what is to be taken away. Names that are not there stay as they are. */
export type Values = Readonly<
  Partial<Record<Exclude<Name, 'budget'>, string | number | readonly string[] | undefined>> & {
    budget?: Budget | undefined;
  }
>;

/** Members that say which conversation a run continues, and with what. */
const OF_CONVERSATION: readonly Name[] = ['agent', 'mode', 'session', 'cwd'];

/** The title stands in the first of these that is there (FORMAT.md). */
const TITLES = ['message', 'title', 'text'] as const;

/** The fields of an entry with new values, as a row sets them; or why they cannot be set. */
export function editedFields(entry: Entry, values: Values): Fields | Refusal {
  const names = Object.keys(values) as Name[];
  if (entry.session !== undefined && isBoundSession(entry.session)) {
    const bound = names.find(name => OF_CONVERSATION.includes(name));
    if (bound !== undefined) {
      return refusal(
        l10n.t('The entry continues a conversation, so its {0} stays. Cancel it, and schedule another entry.', bound),
      );
    }
  }
  const set: Record<string, unknown> = {};
  const was = recordIn(entry.fields, 'payload');
  const payload: Record<string, unknown> = { ...was };
  let isPayload = false;
  const repeat = memberOf(entry.fields, 'repeat');
  let rule = isRecord(repeat) ? repeat : undefined;
  for (const name of names) {
    const place = MEMBERS[name];
    const value = values[name];
    if ('field' in place) {
      set[place.field] = value;
    } else if ('rule' in place) {
      rule = rule && Object.fromEntries(Object.entries(rule).filter(([member]) => member !== place.rule));
    } else {
      isPayload = true;
      delete payload[place.payload];
      if (value !== undefined) {
        // What is not named of a budget stays.
        payload[place.payload] = name === 'budget' ? { ...recordIn(was, 'budget'), ...values.budget } : value;
      }
    }
  }
  if (values.title !== undefined) {
    for (const other of TITLES.slice(1)) {
      delete payload[other];
    }
  }
  const isForAgent = values.prompt !== undefined || values.agent !== undefined;
  return {
    ...set,
    ...(isPayload && { payload }),
    ...(rule && rule !== repeat && { repeat: rule }),
    ...(isForAgent && entry.kind === 'reminder' && { kind: 'prompt' }),
  };
}
