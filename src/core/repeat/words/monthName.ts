import * as l10n from '@vscode/l10n';

const MONTHS = [
  ...[() => l10n.t('January'), () => l10n.t('February'), () => l10n.t('March'), () => l10n.t('April')],
  ...[() => l10n.t({ message: 'May', comment: 'the month in full' }), () => l10n.t('June'), () => l10n.t('July')],
  ...[() => l10n.t('August'), () => l10n.t('September'), () => l10n.t('October'), () => l10n.t('November')],
  () => l10n.t('December'),
];

/** The name of a month, counted from 1: `January`. */
export const monthName = (month: number): string => MONTHS[month - 1]?.() ?? '';
