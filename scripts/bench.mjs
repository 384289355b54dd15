// npm run bench: installs what is missing, then measures.
import { handOver } from './install.mjs';

await handOver('bench/main.ts');
