// npm test [-- STAGE]: installs what is missing, runs every stage or the named one, and adds up.
import { handOver } from './install.mjs';

await handOver('scripts/runStages.ts');
