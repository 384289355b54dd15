import { SECOND } from '../../core/basics/time.ts';
import { FileLog } from '../../store/log/fileLog.ts';
import type { LogCheckpoints } from '../../store/log/logCheckpoints.ts';
import type { Reading, ReadOptions } from '../../store/log/scheduleLog.ts';
import { isTerminal, print } from './terminal.ts';

const tellTerminal = (): void => {
  if (isTerminal(2)) {
    print(2, 'Reading a long schedule…');
  }
};

/** The schedule file of a folder. Whoever waits at a terminal is told once where reading takes longer than a second. */
export class SlowRead extends FileLog {
  private readonly tell: () => void;
  private readonly after: number;

  /** `after`: how long nothing is said, in ms. */
  constructor(folder: string, checkpoints?: LogCheckpoints, tell = tellTerminal, after: number = SECOND) {
    super(folder, checkpoints);
    this.tell = tell;
    this.after = after;
  }

  override async *read(options?: ReadOptions): AsyncGenerator<Reading> {
    const timer = setTimeout(this.tell, this.after);
    try {
      yield* super.read(options);
    } finally {
      clearTimeout(timer);
    }
  }
}
