import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { recordOf } from '../../core/rows/fieldValues.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { resultPage } from '../../render/results/resultWords.ts';
import { parseJson } from '../../runner/home/homeFiles.ts';
import type { ResultDesk, RunResult } from '../../verbs/resultDesk.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { RESULT_SCHEME, type OfferedFiles } from '../say/offerFiles.ts';

/** One file of a result: which side of it, or the text that stands before all files (`said`, with no path). */
interface Address {
  readonly token: string;
  readonly side: 'before' | 'after' | 'said';
  /** From the top of the checkout on, with `/`; any text that git takes for a name. */
  readonly path: string;
}

type Sides = Awaited<ReturnType<ResultDesk['sides']>>;

/** What the editor shows is the name alone, the same for both sides; which file it is stands in the query. */
const toUri = (name: string, address: Address): vscode.Uri =>
  vscode.Uri.from({ scheme: RESULT_SCHEME, path: `/${cleanLine(name, 500)}`, query: JSON.stringify(address) });

function toAddress({ query }: vscode.Uri): Address | undefined {
  const { token, side, path } = recordOf(parseJson(query));
  const isSide = side === 'before' || side === 'after' || side === 'said';
  return isSide && typeof token === 'string' && typeof path === 'string' ? { token, side, path } : undefined;
}

/**
 * The files of results as the editor reads them, text or not: as they were at the base, and as they are now. Nothing
 * can be written.
 */
export class ResultFiles implements OfferedFiles {
  private readonly desk: ResultDesk;
  private readonly model: Pick<ScheduleModel, 'view'>;
  /**
   * What was read since a person opened a result last: the editor asks for the length of each file before its bytes.
   */
  private readonly read = new Map<string, Promise<Sides>>();

  constructor(desk: ResultDesk, model: Pick<ScheduleModel, 'view'>) {
    this.desk = desk;
    this.model = model;
  }

  /** Forgets what was read: the files of a worktree change. */
  forget(): void {
    this.read.clear();
  }

  /** The text that is read before the differences. */
  pageOf({ token, agent }: RunResult): vscode.Uri {
    return toUri(l10n.t('{0} said last', agent.replaceAll('/', ' ')), { token, side: 'said', path: '' });
  }

  /** Both sides of a changed file; undefined where it was not, or is not, there. */
  async sidesOf(
    { token }: RunResult,
    path: string,
  ): Promise<{ readonly before: vscode.Uri | undefined; readonly after: vscode.Uri | undefined }> {
    const { before, after } = await this.sides(token, path);
    return {
      before: before === null ? undefined : toUri(path, { token, side: 'before', path }),
      after: after === null ? undefined : toUri(path, { token, side: 'after', path }),
    };
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await this.readFile(uri)).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const address = toAddress(uri);
    const bytes = address ? await this.bytesOf(address) : null;
    if (bytes === null) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return bytes;
  }

  private async bytesOf({ token, side, path }: Address): Promise<Uint8Array | null> {
    // The editor also asks for the files of tabs that an earlier session left, and git would be started to read them.
    if (!vscode.workspace.isTrusted) {
      throw vscode.FileSystemError.NoPermissions(
        l10n.t('Restricted Mode: the schedule can be read; nothing is written or started.'),
      );
    }
    return side === 'said' ? this.page(token) : (await this.sides(token, path))[side];
  }

  private sides(token: string, path: string): Promise<Sides> {
    const key = `${token} ${path}`;
    const sides = this.read.get(key) ?? this.desk.sides(token, path);
    this.read.set(key, sides);
    return sides;
  }

  private async page(token: string): Promise<Uint8Array | null> {
    const result = (await this.desk.list()).find(one => one.token === token);
    const { horizon, zone } = this.model.view;
    return result ? new TextEncoder().encode(resultPage(result, horizon.now, zone)) : null;
  }
}
