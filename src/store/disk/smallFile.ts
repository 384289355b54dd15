import * as l10n from '@vscode/l10n';
import type { BigIntStats } from 'node:fs';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { codeOf, toFault } from './fault.ts';
import { openNoFollow } from './noFollow.ts';

/** The longest file of text that is read whole, in bytes. */
export const LONGEST_FILE = 256 * 1024;

/** A file's text, and what the file was when it was read. */
export interface SmallFile {
  readonly text: string;
  readonly stat: BigIntStats;
}

/**
 * Reads a person's text file: a regular UTF-8 file of up to 256 KiB, not a link. Undefined where there is none.
 * Refused, with the reason, for anything else. `tell`: the language of the reason (`inEnglish`); the person's language
 * if absent.
 */
export async function readSmallFile(
  path: string,
  tell: (say: () => string) => string = say => say(),
): Promise<SmallFile | Refusal | undefined> {
  try {
    const handle = await openNoFollow(path);
    try {
      const stat = await handle.stat({ bigint: true });
      if (!stat.isFile()) {
        return refusal(tell(() => l10n.t('It is not a regular file, so it was not read.')));
      }
      const bytes = Buffer.alloc(LONGEST_FILE + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
        length += bytesRead;
        if (bytesRead === 0 || length === bytes.length) {
          break;
        }
      }
      if (length > LONGEST_FILE) {
        return refusal(tell(() => l10n.t('The file is longer than {0} KiB, so it was not read.', LONGEST_FILE / 1024)));
      }
      return { text: UTF8.decode(bytes.subarray(0, length)), stat };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    return refusal(
      tell(() =>
        codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? l10n.t('The file is not UTF-8, so it was not read.')
          : toFault(error, l10n.t('read the file')).message,
      ),
    );
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
