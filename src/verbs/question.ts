import type { Refusal } from '../core/basics/refusal.ts';
import type { WorkPlace } from '../core/rows/workPlace.ts';
import type { ApprovalShown } from '../render/review/approvalShown.ts';

/**
 * Something that a person must see before it happens. `detail` may quote the file; the surface shows it as plain text.
 */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
  /** Another way to say yes, for surfaces that can offer it: called before the answer is given. */
  readonly also?: {
    readonly yes: string;
    readonly choose: () => void;
    /** What a terminal prints instead of the button: the place where runs would work, and the command for it. */
    readonly place: WorkPlace;
    readonly command: string;
  };
  /**
   * A longer text that has to be read first; already as it may be shown. The editor shows it as a page of this name.
   */
  readonly page?: { readonly name: string; readonly text: string };
}

/**
 * The question whether an entry may run without a person, for a surface that shows it for a while: in between, the
 * entry, its prompt or a profile can change.
 */
export interface ApprovalAsking {
  /** One name for one entry, so that it is asked once. */
  readonly name: string;
  /** What the person has to see, as it is now. `place`: where the runs are to work, if the person chose that. */
  look(place: WorkPlace | undefined): Promise<ApprovalShown | Refusal>;
  /**
   * Allows exactly what was shown under this key. Refused where the content is different by now; then nothing is
   * allowed.
   */
  allow(key: string, place: WorkPlace | undefined): Promise<Refusal | undefined>;
}
