import * as l10n from '@vscode/l10n';
import type { AgendaWords } from './agendaLook.ts';

/** The words of the agenda; `isFiltered`: only some entries are shown. */
export const agendaWords = (isFiltered: boolean): AgendaWords => ({
  title: l10n.t('Agenda'),
  previous: l10n.t('Previous Week'),
  today: l10n.t('Today'),
  next: l10n.t('Next Week'),
  filter: l10n.t('Filter…'),
  clearFilter: l10n.t('Clear Filter'),
  add: l10n.t('Schedule…'),
  nothing: isFiltered ? l10n.t('No matching entries.') : l10n.t('Nothing scheduled yet.'),
  restricted: l10n.t('Restricted Mode: the schedule can be read; nothing is written or started.'),
  emptyLane: l10n.t('Nothing'),
  keys: l10n.t(
    'Arrow keys go from entry to entry and from day to day. Enter opens an entry, S snoozes, R reschedules, D marks it done, Ctrl+Enter runs it. Alt with an arrow key moves it by a day.',
  ),
  acts: {
    run: l10n.t('Run'),
    stop: l10n.t('Stop'),
    snooze: l10n.t('Snooze…'),
    reschedule: l10n.t('Reschedule…'),
    done: l10n.t('Done'),
    skip: l10n.t('Skip'),
    accept: l10n.t('Accept'),
    reject: l10n.t('Reject'),
  },
});
