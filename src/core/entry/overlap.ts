import type { Entry } from './entry.ts';
import { textIn } from '../rows/fieldValues.ts';

/** What becomes of an occurrence that falls due while a run of its entry goes on: it is left out, or waits its turn. */
export type Overlap = 'skip' | 'queue';

/** What an entry says of runs that overlap; absent, or anything else, is `skip`. */
export const overlapOf = ({ fields }: Entry): Overlap => (textIn(fields, 'overlap') === 'queue' ? 'queue' : 'skip');
