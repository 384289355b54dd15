/** The agents for which `defer mcp --print` knows what adds Defer to them. */
export const SNIPPET_AGENTS = ['claude', 'codex', 'copilot', 'gemini', 'cursor', 'vscode'] as const;
export type SnippetAgent = (typeof SNIPPET_AGENTS)[number];
