import { accept } from './accept.ts';
import { add } from './add.ts';
import { allow } from './allow.ts';
import { archive } from './archive.ts';
import { cancel } from './cancel.ts';
import { disallow } from './disallow.ts';
import { doctor } from './doctor.ts';
import { done } from './done.ts';
import { exportVerb } from './export.ts';
import { handoff } from './handoff.ts';
import { history } from './history.ts';
import { importVerb } from './import.ts';
import { list } from './list.ts';
import { log } from './log.ts';
import { next } from './next.ts';
import { park } from './park.ts';
import { pause } from './pause.ts';
import { query } from './query.ts';
import { reject } from './reject.ts';
import { reopen } from './reopen.ts';
import { reschedule } from './reschedule.ts';
import { resume } from './resume.ts';
import { resumeRun } from './resumeRun.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { skip } from './skip.ts';
import { snooze } from './snooze.ts';
import type { Verb } from './verb.ts';
import { when } from './when.ts';

/** Every verb, in the order help shows them. A new verb is one file and one line here. */
export const verbs: readonly Verb[] = [
  add,
  list,
  show,
  history,
  snooze,
  reschedule,
  done,
  skip,
  pause,
  resume,
  cancel,
  reopen,
  accept,
  reject,
  run,
  resumeRun,
  allow,
  disallow,
  park,
  archive,
  handoff,
  query,
  when,
  next,
  log,
  importVerb,
  exportVerb,
  doctor,
];
