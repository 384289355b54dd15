import { holdsAgainstTheTools } from '../support/realToolsContract.ts';

// Whole conversations with each take a minute: the campaign has them.
holdsAgainstTheTools({ whole: false });
