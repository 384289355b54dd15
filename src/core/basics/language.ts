import * as l10n from '@vscode/l10n';

/** Texts in a language by their English, as the editor gives them. */
type Bundle = Record<string, string>;

let spoken: Bundle = {};

/** Has every text said in a language from now on. Nothing gives the command line one, so that speaks English. */
export function speak(bundle: Bundle): void {
  spoken = bundle;
  l10n.config({ contents: bundle });
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
