/** A title as the editor gives it: where there is a translation, it comes with the English one. */
type Title = string | { readonly value: string; readonly original: string };

/** What an extension's package.json contributes under a name; nothing where that is no list. */
const contributed = (manifest: unknown, name: string): readonly unknown[] => {
  const list = (manifest as { contributes?: Record<string, unknown> } | undefined)?.contributes?.[name];
  return Array.isArray(list) ? list : [];
};

/** The commands that an extension's package.json contributes, with their titles in the language of the editor. */
export const titlesOf = (manifest: unknown): readonly { readonly command: string; readonly title: string }[] =>
  (contributed(manifest, 'commands') as { command: string; title: Title }[]).map(({ command, title }) => ({
    command,
    title: typeof title === 'string' ? title : title.value,
  }));

/** The names of the language-model tools that it contributes. */
export const toolNamesOf = (manifest: unknown): readonly string[] =>
  (contributed(manifest, 'languageModelTools') as { name: string }[]).map(({ name }) => name);
