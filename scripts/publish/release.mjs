// npm run release: builds, checks and says what to run. It publishes nothing.
import { handOver } from '../install.mjs';

await handOver('scripts/publish/prepareRelease.ts');
