import { MemoryLog } from '../../../support/memoryLog.ts';
import { keepsTheContract } from '../../../support/scheduleLogContract.ts';

keepsTheContract('MemoryLog', async text => new MemoryLog(text));
