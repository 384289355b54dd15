/** The commands that an extension's package.json contributes, with their titles. */
export function titlesOf(manifest: unknown): readonly { readonly command: string; readonly title: string }[] {
  const commands = (manifest as { contributes?: { commands?: unknown } } | undefined)?.contributes?.commands;
  return Array.isArray(commands) ? (commands as { command: string; title: string }[]) : [];
}
