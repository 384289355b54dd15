import type { Run } from '../rows/runEvents.ts';

/** The line by which an agent says, at the end of its last message, that no person has to know of its run. */
export const NOTHING_TO_REPORT = 'defer: nothing to report';

/** Marks of Markdown that may stand around the line: a quote, a list, a heading, emphasis, code. */
const AROUND = '[\\s>*_#`~-]*';
const LINE = new RegExp(`^${AROUND}${NOTHING_TO_REPORT}${AROUND}$`);

/** The end of a block of code, which may follow the line. */
const FENCE = /^\s*(?:`{3,}|~{3,})\s*$/;

/** Whether what an agent printed ends with that line, and nothing but marks of Markdown and white space around it. */
export function saysNothing(printed: string): boolean {
  const lines = printed.split(/\r?\n/).filter(line => line.trim() !== '');
  const last = lines.at(-1) ?? '';
  return LINE.test(FENCE.test(last) ? (lines.at(-2) ?? '') : last);
}

/**
 * Whether nobody is told of the end of a run: it went well, it is known that it changed nothing, and its agent said
 * that there is nothing to report. What the agent says alone silences nothing.
 */
export const isSilent = ({ outcome, nothing_to_report: isSaid, ...changes }: Run): boolean =>
  outcome === 'ok' && isSaid === true && isUntouched(changes);

const isUntouched = ({ base, head, commits = 0, files }: Pick<Run, 'base' | 'head' | 'commits' | 'files'>): boolean =>
  files === 0 && commits === 0 && base === head;
