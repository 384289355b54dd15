/** A promise of Defer's, and the tests that try it. */
export interface Promised {
  readonly promise: string;
  /** The test files, by their paths from `test` on. */
  readonly files: readonly string[];
  /** Which of their tests are meant; all of them without. */
  readonly only?: RegExp;
}

const unit = (path: string): string => `unit/${path}.test.ts`;
const campaign = (path: string): string => `campaign/${path}.test.ts`;

/** What docs/PROOF.md shows first: each promise beside what came of its tests. Each of them must have some. */
export const PROMISES: readonly Promised[] = [
  {
    promise: 'Processes that append at once lose, double and mix nothing',
    files: [campaign('races')],
    only: /processes append/,
  },
  { promise: 'What was said to be written outlives a kill', files: [campaign('races')], only: /killed at any moment/ },
  {
    promise: 'A file that is cut, torn or joined anywhere keeps its whole lines, and the next row is not swallowed',
    files: [unit('store/log/fileLog'), unit('core/rows/codec')],
  },
  { promise: 'Whatever stands in a line, nothing throws', files: [unit('core/rows/codec')], only: /whatever stands/ },
  {
    promise: 'Rows come to one schedule in any order, and an own act wins',
    files: [
      unit('core/fold/fold.properties'),
      unit('core/fold/ownAct.properties'),
      unit('core/fold/tombstone.properties'),
    ],
  },
  { promise: 'Branches merge to one schedule, in both orders, in real git', files: [campaign('gitMerge')] },
  { promise: 'An archive that is killed at any step loses nothing', files: [campaign('archive')] },
  { promise: 'An occurrence is started once, by however many processes and clones', files: [campaign('runs')] },
  {
    promise: 'A file system that fails at any call is told in one clear error, and loses nothing',
    files: [campaign('faults')],
  },
  {
    promise: 'Clocks that change come to the right times, in 20 zones',
    files: [campaign('dst/dst'), campaign('dst/wallClock')],
  },
  { promise: 'Texts of times are read or refused quickly', files: [campaign('timeText'), campaign('everyday')] },
  { promise: 'Cron lines mean what other readers take them for', files: [campaign('cron')] },
  { promise: 'Each slot of a repeat is dealt with once', files: [campaign('slots'), unit('verbs/repeats/slots')] },
  {
    promise: 'An agent that nobody watches reads what was approved, or does not start',
    files: [campaign('approvedBytes'), unit('runner/approval/repeatGrants'), unit('runner/approval/grants')],
  },
  { promise: 'A hostile workspace starts nothing', files: [unit('runner/approval/hostileWorkspaces')] },
  { promise: 'Hostile prompts reach the real agents byte for byte', files: [campaign('hostilePrompts')] },
  {
    promise: 'A checkpoint shows what a full read shows, whatever becomes of it',
    files: [unit('store/checkpoint/checkpoint')],
  },
  {
    promise: 'Conversations of the five real tools are listed, put off and gone on with as themselves',
    files: [campaign('conversations'), campaign('conversationsMcp'), campaign('hooks')],
  },
  { promise: 'Keep and Discard lose no commit, at whatever step they are killed', files: [campaign('results')] },
  {
    promise: 'Real agents work in a worktree, and the record names what they did',
    files: [campaign('worktrees'), campaign('usage')],
  },
  { promise: 'The tools of agents take Defer’s server', files: [campaign('mcpAgents')] },
  { promise: 'Calendars read what Defer exports', files: [campaign('calendar')] },
  { promise: 'A home and a workspace of version 0.1.0 go on', files: [campaign('upgrade')] },
  {
    promise:
      'A window that stays open for an hour keeps no listener, is held up for at most 50 ms, and shows what a fresh one shows',
    files: [campaign('windowSoak')],
  },
];
