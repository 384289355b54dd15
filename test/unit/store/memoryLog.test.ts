import { MemoryLog } from '../../../src/store/memoryLog.ts';
import { keepsTheContract } from '../../support/scheduleLogContract.ts';

keepsTheContract('MemoryLog', async text => new MemoryLog(text));
