import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NOTHING_DEFINED, type Defined, type DefinitionSource } from './definitionSource.ts';
import type { ReadOptions } from '../log/scheduleLog.ts';

/** Where schedule files are, from the folder on, with `/`, unless the person's settings say otherwise. */
export const SCHEDULE_FOLDER = '.sf/schedules';

/** Where an agent plugin has its templates of VS Code's Automations, from its folder on. */
export const AUTOMATIONS_FOLDER = 'automations';

/** What is looked for in a folder; asked at every look. */
export interface FileOptions {
  /** The folder of schedule files, from the workspace folder on, with `/`. */
  readonly schedules?: () => string;
  /** Whether HEARTBEAT.md makes an entry; off by default. */
  readonly heartbeat?: () => boolean;
  /** Whether the folder may be an agent plugin; on by default, and off for the home folder. */
  readonly isPlugin?: boolean;
}

/**
 * The files of a folder that define entries. What reads them is large, and loaded only where there is something to
 * read.
 */
export class FolderFiles implements DefinitionSource {
  private readonly folder: string;
  private readonly options: FileOptions;
  private known: { readonly folder: string; readonly source: DefinitionSource } | undefined;
  private heartbeat: DefinitionSource | undefined;
  private parts: readonly Defined[] = [];
  private defined = NOTHING_DEFINED;

  constructor(folder: string, options: FileOptions = {}) {
    this.folder = folder;
    this.options = options;
  }

  get scheduleFolder(): string {
    return this.options.schedules?.() ?? SCHEDULE_FOLDER;
  }

  async look(options?: ReadOptions): Promise<Defined> {
    const parts = [await this.lookAtSchedules(options), await this.lookAtHeartbeat()];
    if (parts.some((part, index) => part !== this.parts[index])) {
      this.parts = parts;
      this.defined = {
        definitions: parts.flatMap(part => part.definitions),
        problems: parts.flatMap(part => part.problems),
      };
    }
    return this.defined;
  }

  private async lookAtSchedules(options?: ReadOptions): Promise<Defined> {
    const folder = this.scheduleFolder;
    if (this.known?.folder !== folder) {
      const places = [folder, ...(this.options.isPlugin === false ? [] : [AUTOMATIONS_FOLDER])];
      if (!places.some(place => existsSync(join(this.folder, place)))) {
        return NOTHING_DEFINED;
      }
      const { ScheduleFiles } = await import('./scheduleFiles.ts');
      this.known = { folder, source: new ScheduleFiles(this.folder, places) };
    }
    return this.known.source.look(options);
  }

  private async lookAtHeartbeat(): Promise<Defined> {
    if (this.options.heartbeat?.() !== true) {
      return NOTHING_DEFINED;
    }
    if (!this.heartbeat) {
      const { HeartbeatFile } = await import('./heartbeatFile.ts');
      this.heartbeat = new HeartbeatFile(this.folder);
    }
    return this.heartbeat.look();
  }
}
