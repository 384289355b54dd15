import { MemoryLog } from '../../../../src/store/log/memoryLog.ts';
import { keepsTheContract } from '../../../support/scheduleLogContract.ts';

keepsTheContract('MemoryLog', async text => new MemoryLog(text));
