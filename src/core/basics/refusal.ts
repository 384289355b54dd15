/**
 * Tells a refusal from every value that it may stand in place of. Nothing that is read from a file can hold a symbol,
 * and this one is the same in every bundle.
 */
const REFUSED: unique symbol = Symbol.for('defer.refusal');

/** A "no" in plain words: why, and what to do instead. Shown as it is on every surface. */
export interface Refusal {
  readonly [REFUSED]: true;
  readonly why: string;
  /** Whether somebody alive is at it already, so that asking again later may help. */
  readonly busy?: true;
  /** Whether a program is not on this machine. */
  readonly missing?: true;
  /** The agent whose program that is. */
  readonly agent?: string;
}

/** Says no; `why` names the reason and the next step. */
export const refusal = (why: string): Refusal => ({ [REFUSED]: true, why });

/** Says no because somebody alive is at it already. */
export const busyRefusal = (why: string): Refusal => ({ ...refusal(why), busy: true });

/**
 * Whether an answer is a refusal and not the value asked for. Only what `refusal` made is one: a record of a file that
 * has a member `why` is not.
 */
export const isRefusal = <Answer extends object>(answer: Answer | Refusal | undefined): answer is Refusal =>
  answer !== undefined && REFUSED in answer;
