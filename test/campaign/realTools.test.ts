import { holdsAgainstTheTools } from '../support/realToolsContract.ts';

holdsAgainstTheTools({ whole: true });
