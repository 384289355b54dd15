import * as l10n from '@vscode/l10n';
const words = (): Readonly<Record<string, string>> => ({
  DUPLICATE_KEY: l10n.t('A key is there twice.'),
  BAD_INDENT: l10n.t('A line is indented differently from the lines around it.'),
  TAB_AS_INDENT: l10n.t('A line is indented with a tab; use spaces.'),
  MISSING_CHAR: l10n.t('A quote, a bracket, a comma or a colon is missing.'),
  BAD_DQ_ESCAPE: l10n.t('A backslash means nothing there; use single quotes around the text.'),
  BAD_SCALAR_START: l10n.t('A text begins with a sign that means something else; put it in quotes.'),
  BLOCK_AS_IMPLICIT_KEY: l10n.t('A text with ": " in it needs quotes.'),
  MULTILINE_IMPLICIT_KEY: l10n.t('A text over several lines needs quotes.'),
  UNEXPECTED_TOKEN: l10n.t('Something there does not belong; put texts in quotes.'),
  MULTIPLE_DOCS: l10n.t('It may hold only one document.'),
  BAD_ALIAS: l10n.t('It names something with * that is not there; put the text in quotes.'),
  TAG_RESOLVE_FAILED: l10n.t('A tag (!) means nothing here.'),
});

/**
 * What is wrong with a text of YAML, in words of our own, by the code of the parser's error: its messages are for
 * programmers, and never passed on.
 */
export const yamlFault = (code: string): string => words()[code] ?? l10n.t('It cannot be read from there on.');
