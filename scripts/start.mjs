// npm start [-- DIR]: a real editor with the packaged extension, on a copy of the demo or on DIR.
import { handOver } from './install.mjs';

await handOver('scripts/openEditor.ts');
