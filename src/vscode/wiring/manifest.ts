/** A title as the editor gives it: where there is a translation, it comes with the English one. */
type Title = string | { readonly value: string; readonly original: string };

/** The commands that an extension's package.json contributes, with their titles in the language of the editor. */
export function titlesOf(manifest: unknown): readonly { readonly command: string; readonly title: string }[] {
  const commands = (manifest as { contributes?: { commands?: unknown } } | undefined)?.contributes?.commands;
  return Array.isArray(commands)
    ? (commands as { command: string; title: Title }[]).map(({ command, title }) => ({
        command,
        title: typeof title === 'string' ? title : title.value,
      }))
    : [];
}

/** The names of the language-model tools that it contributes. */
export function toolNamesOf(manifest: unknown): readonly string[] {
  const tools = (manifest as { contributes?: { languageModelTools?: unknown } } | undefined)?.contributes
    ?.languageModelTools;
  return Array.isArray(tools) ? (tools as { name: string }[]).map(({ name }) => name) : [];
}
