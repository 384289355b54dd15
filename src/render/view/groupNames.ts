import * as l10n from '@vscode/l10n';
import type { ConversationGroup } from '../conversations/conversationGroups.ts';
import { apartName, type SectionGroup } from './groups.ts';

const NAMES: Readonly<Record<SectionGroup | 'Results' | 'Problems' | ConversationGroup, () => string>> = {
  Overdue: () => l10n.t('Overdue'),
  'Too Late': () => l10n.t('Too Late'),
  Running: () => l10n.t('Running'),
  Proposed: () => l10n.t('Proposed'),
  Today: () => l10n.t('Today'),
  Tomorrow: () => l10n.t('Tomorrow'),
  'This Week': () => l10n.t('This Week'),
  'Next Week': () => l10n.t('Next Week'),
  Later: () => l10n.t({ message: 'Later', comment: 'a heading: entries that are due after next week' }),
  Repeating: () => l10n.t('Repeating'),
  Waiting: () => l10n.t('Waiting'),
  Closed: () => l10n.t('Closed'),
  Global: apartName,
  Results: () => l10n.t('Results'),
  Problems: () => l10n.t('Problems'),
  'Stopped at a Limit': () => l10n.t('Stopped at a Limit'),
  'Waiting for You': () => l10n.t('Waiting for You'),
  Working: () => l10n.t('Working'),
  Earlier: () => l10n.t('Earlier'),
};

/** The heading of a group, in the language of the person. Other headings, such as tags, stay as they are. */
export const groupName = (group: string): string =>
  Object.hasOwn(NAMES, group) ? NAMES[group as keyof typeof NAMES]() : group;
