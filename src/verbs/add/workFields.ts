import { WORK_PLACES } from '../../core/rows/workPlace.ts';

/** The fields of a verb that say what an agent is to do, how, and how much it matters. */
export const WORK_FIELDS = {
  prompt: { kind: 'text', optional: true, stdin: true, help: 'What the agent is asked to do' },
  agent: { kind: 'text', optional: true, help: 'Which agent: claude, codex, copilot, gemini, opencode, or your own' },
  mode: {
    kind: 'choice',
    choices: ['fresh', 'callback'],
    optional: true,
    help: 'A new conversation for each run, or always the same one',
  },
  session: { kind: 'text', optional: true, help: 'A name of your own for the conversation that its runs share' },
  in: {
    kind: 'choice',
    choices: WORK_PLACES,
    optional: true,
    help: 'Where its runs work: here, or in a git worktree of their own',
  },
  summary: { kind: 'text', optional: true, help: 'Where the work stands' },
  priority: { kind: 'choice', choices: ['low', 'medium', 'high'], optional: true, help: 'How much it matters' },
  max_retries: { kind: 'count', word: 'max-retries', optional: true, help: 'How often a failed run is retried' },
  overlap: {
    kind: 'choice',
    choices: ['skip', 'queue'],
    optional: true,
    help: 'For a repeat: what happens to a time that comes during a run',
  },
} as const;

/** The fields that are lists of texts, with their words on the command line. */
const LISTS = { tags: 'tag', artifacts: 'artifact', key_points: 'key-point', constraints: 'constraint' } as const;

type ListName = keyof typeof LISTS;

/** A list with a text in it that is empty: its name, and the word for one of its texts. */
export function blankListIn(
  input: Readonly<Partial<Record<ListName, readonly string[] | undefined>>>,
): { readonly name: ListName; readonly word: string } | undefined {
  const name = (Object.keys(LISTS) as ListName[]).find(one => input[one]?.some(text => text.trim() === ''));
  return name && { name, word: LISTS[name] };
}
