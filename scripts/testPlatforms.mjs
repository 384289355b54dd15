// npm run test:platforms [-- STAGE...]: installs what is missing, then tests Defer on other systems, editors and
// versions.
import { handOver } from './install.mjs';

await handOver('scripts/platforms/runPlatforms.ts');
