import { accept } from './acts/accept.ts';
import { add } from './acts/add.ts';
import { allow } from './acts/allow.ts';
import { archive } from './acts/archive.ts';
import { cancel } from './acts/cancel.ts';
import { conversations } from './acts/conversations.ts';
import { discard } from './acts/discard.ts';
import { disallow } from './acts/disallow.ts';
import { doctor } from './acts/doctor.ts';
import { done } from './acts/done.ts';
import { duplicate } from './acts/duplicate.ts';
import { edit } from './acts/edit.ts';
import { exportVerb } from './acts/export.ts';
import { handoff } from './acts/handoff.ts';
import { history } from './acts/history.ts';
import { hook } from './acts/hook.ts';
import { importVerb } from './acts/import.ts';
import { keep } from './acts/keep.ts';
import { list } from './acts/list.ts';
import { log } from './acts/log.ts';
import { next } from './acts/next.ts';
import { open } from './acts/open.ts';
import { park } from './acts/park.ts';
import { pause } from './acts/pause.ts';
import { query } from './acts/query.ts';
import { reject } from './acts/reject.ts';
import { reopen } from './acts/reopen.ts';
import { reschedule } from './acts/reschedule.ts';
import { results } from './acts/results.ts';
import { resume } from './acts/resume.ts';
import { resumeRun } from './acts/resumeRun.ts';
import { run } from './acts/run.ts';
import { show } from './acts/show.ts';
import { skip } from './acts/skip.ts';
import { snooze } from './acts/snooze.ts';
import { stop } from './acts/stop.ts';
import { status } from './acts/status.ts';
import { undo } from './acts/undo.ts';
import type { Verb } from './verb.ts';
import { when } from './acts/when.ts';

/** Every verb, in the order help shows them. A new verb is one file and one line here. */
export const verbs: readonly Verb[] = [
  add,
  list,
  status,
  show,
  history,
  results,
  keep,
  discard,
  conversations,
  snooze,
  reschedule,
  edit,
  duplicate,
  done,
  skip,
  pause,
  resume,
  cancel,
  reopen,
  undo,
  accept,
  reject,
  run,
  resumeRun,
  stop,
  open,
  allow,
  disallow,
  park,
  archive,
  handoff,
  hook,
  query,
  when,
  next,
  log,
  importVerb,
  exportVerb,
  doctor,
];
