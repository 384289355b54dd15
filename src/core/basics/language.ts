import * as l10n from '@vscode/l10n';

/**
 * Texts in a language by those of the code, which are in English and name commands and flags. In English they are those
 * that name commands: in the words of the editor.
 */
export type Texts = Record<string, string>;

/** What `speak` was given last. */
export let spoken: Texts = {};

/** Has every text said so from now on. Nothing gives the command line any, so that says what stands in the code. */
export function speak(texts: Texts): void {
  spoken = texts;
  l10n.config({ contents: texts });
}

/** What `say` gives in English, whatever the editor speaks: for prompts and files, and for what is typed back. */
export function inEnglish<Said>(say: () => Said): Said {
  l10n.config({ contents: {} });
  try {
    return say();
  } finally {
    l10n.config({ contents: spoken });
  }
}
