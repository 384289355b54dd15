/** A "no" in plain words: why, and what to do instead. Shown as it is on every surface. */
export interface Refusal {
  readonly why: string;
  /** Whether somebody alive is at it already, so that asking again later may help. */
  readonly busy?: true;
}

/** Says no; `why` names the reason and the next step. */
export const refusal = (why: string): Refusal => ({ why });

/** Says no because somebody alive is at it already. */
export const busyRefusal = (why: string): Refusal => ({ why, busy: true });

/** Whether an answer is a refusal and not the value asked for. */
export function isRefusal<Answer extends object>(answer: Answer | Refusal | undefined): answer is Refusal {
  return answer !== undefined && 'why' in answer;
}
