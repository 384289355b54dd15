import { holdsAgainstTheTools } from '../support/realToolsContract.ts';

holdsAgainstTheTools();
