import type { Verb } from '../../verbs/verb.ts';

/** What one would type, for the end of a verb's help. */
export const examplesText = ({ examples }: Pick<Verb, 'examples'>): string =>
  `\nExamples:\n${examples.map(line => `  ${line}`).join('\n')}`;

/** What help says after the list of verbs. */
export const AFTER_HELP = `
Which schedule:
  .sf/schedule.jsonl of the project: the first folder upward that has one, else the root of the git checkout, else the
  current folder. --scope global is ~/.sf/schedule.jsonl, --scope all both. An entry that is named by its id is found in
  either, and undo is about both.

Exit codes:
  0   done
  1   refused, with the reason on standard error; or the agent failed
  2   wrong usage
  75  already being run: try again later

Environment:
  DEFER_TIMEZONE   the time zone; --tz overrides it
  DEFER_SCHEDULES  the folder of schedule files; default .sf/schedules
  DEFER_HEARTBEAT  on: HEARTBEAT.md is an entry
  DEFER_EXECUTOR   the program of the agent "executor"
  DEFER_GO_ON      what an agent is told when it continues after a usage limit
  DEFER_DAILY_RUNS, DEFER_QUIET_HOURS
                   how many automatic runs a day; hours without any, such as 22:00-07:00
  DEFER_RETRY_BASE, DEFER_RETRY_CAP
                   how many seconds a failed run waits at first, and at most
  NO_COLOR         no colours; FORCE_COLOR=1: colours in pipes too

Examples:
  defer add "Check the deploy" --when 30m
  defer list --due
  defer snooze 01KAB 1h
  eval "$(defer completion bash)"`;
