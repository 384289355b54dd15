import { holdsAgainstTheTools } from '../support/realToolsContract.ts';

// What they make of prompts and whole conversations takes a minute: the campaign has that.
holdsAgainstTheTools({ whole: false });
