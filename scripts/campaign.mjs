// npm run campaign [-- WORD...], npm run proof: installs what is missing, then runs the long tests.
import { handOver } from './install.mjs';

// The processes of the tests are started with these flags as well.
await handOver('scripts/campaign/runCampaign.ts', '--import', './test/support/home.ts');
