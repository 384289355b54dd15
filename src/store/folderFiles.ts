import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTHING_DEFINED, type Defined, type DefinitionSource } from './definitionSource.ts';
import type { ReadOptions } from './scheduleLog.ts';

/** Where schedule files are, from the folder on, with `/`, unless the person's settings say otherwise. */
export const SCHEDULE_FOLDER = '.sf/schedules';

/** What is looked for in a folder. */
export interface FileOptions {
  /** The folder of schedule files, from the workspace folder on, with `/`; asked at every look. */
  readonly schedules?: () => string;
}

/** The schedule files of a folder. What reads them is large, and loaded only where there is something to read. */
export class FolderFiles implements DefinitionSource {
  private readonly folder: string;
  private readonly options: FileOptions;
  private reader: DefinitionSource | undefined;
  private readFrom = '';

  constructor(folder: string, options: FileOptions = {}) {
    this.folder = folder;
    this.options = options;
  }

  async look(options?: ReadOptions): Promise<Defined> {
    const schedules = this.options.schedules?.() ?? SCHEDULE_FOLDER;
    if (!this.reader || schedules !== this.readFrom) {
      if (!(await stat(join(this.folder, schedules)).catch(() => undefined))) {
        return NOTHING_DEFINED;
      }
      const { ScheduleFiles } = await import('./scheduleFiles.ts');
      this.reader = new ScheduleFiles(this.folder, schedules);
      this.readFrom = schedules;
    }
    return this.reader.look(options);
  }
}
