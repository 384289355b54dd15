/** A "no" in plain words: why, and what to do instead. Shown as it is on every surface. */
export interface Refusal {
  readonly why: string;
}

/** Says no; `why` names the reason and the next step. */
export const refusal = (why: string): Refusal => ({ why });

/** Whether an answer is a refusal and not the value asked for. */
export function isRefusal<Answer extends object>(answer: Answer | Refusal | undefined): answer is Refusal {
  return answer !== undefined && 'why' in answer;
}
