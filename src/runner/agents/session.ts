import { createHash } from 'node:crypto';
import { parseJson, readIfThere, replaceOwn, sessionPath } from '../home/homeFiles.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';

/** Ids of conversations that Defer names are version 5 UUIDs in a name space of its own. */
const NAME_SPACE = '6f1c1f6e-0d0b-4b5c-9a51-3d1f0c4b7e52';

const SESSION_ID = /^[A-Za-z0-9][\w.:-]{0,199}$/;

/** Whether a text can be a tool's id for a conversation: never a flag, a path or anything for a shell. */
export const isSessionId = (text: string): boolean => SESSION_ID.test(text);

/** The version 5 UUID of a session's name in a folder: the same on every run, so that a lost record does no harm. */
export function sessionUuid(folder: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAME_SPACE.replaceAll('-', ''), 'hex'))
    .update(JSON.stringify([folder, name]), 'utf8')
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The conversation that an agent had on this machine under a key (of a folder and a session's name), if any. */
export async function rememberedSession(home: string, key: string, agent: string): Promise<string | undefined> {
  const id = (await readSessions(home, key)).get(agent);
  return typeof id === 'string' && isSessionId(id) ? id : undefined;
}

/** Remembers it. Throws where the disk refuses. */
export async function rememberSession(home: string, key: string, agent: string, id: string): Promise<void> {
  const known = await readSessions(home, key);
  if (known.get(agent) !== id) {
    await replaceOwn(sessionPath(home, key), JSON.stringify(Object.fromEntries(known.set(agent, id))));
  }
}

async function readSessions(home: string, key: string): Promise<Map<string, unknown>> {
  const value = parseJson((await readIfThere(sessionPath(home, key))) ?? '');
  return new Map(Object.entries(recordOf(value)));
}
