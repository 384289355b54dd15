import * as l10n from '@vscode/l10n';

/**
 * A title or a question of the table of verbs as the editor says it. They are constants that the command line has as
 * well; their translations are those of package.json, which `npm run l10n` puts into the same bundle.
 */
export const titleText = (english: string): string => l10n.t(english);
