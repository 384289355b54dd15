import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was sent to the registry to be published. */
export interface Sent {
  readonly path: string;
  readonly bytes: number;
}

/** A registry on this machine, in which nothing is published yet. */
export interface Registry {
  readonly address: string;
  readonly sent: readonly Sent[];
  close(): Promise<void>;
}

/** The most that Open VSX takes unless it was asked for more, in bytes. */
const OPEN_VSX_LIMIT = 512 * 1024 * 1024;

/**
 * What Open VSX answers to the questions that its client asks before and after it sends a package; all else is not
 * found.
 */
const answers: Readonly<Record<string, unknown>> = {
  '/api/version': { version: '1.4.0', maxExtensionSize: OPEN_VSX_LIMIT },
  '/api/-/size-limit': { maxSize: OPEN_VSX_LIMIT },
};

/**
 * Starts a registry for npm and for Open VSX. It takes what the clients send and keeps how much it was: what is tried
 * is what they check on their own.
 */
export const startRegistry = async (): Promise<Registry> => {
  const sent: Sent[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    let bytes = 0;
    request.on('data', (part: Buffer) => (bytes += part.length));
    request.on('end', () => {
      const isSent = request.method === 'POST' || request.method === 'PUT';
      if (isSent) sent.push({ path: pathname, bytes });
      const found = isSent
        ? { namespace: 'someone', name: 'defer', version: '0.0.0', targetPlatform: 'universal' }
        : answers[pathname];
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: 'Not found' }));
    });
  };
  const server = createServer(answer);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: () => new Promise<void>(done => server.close(() => done())),
  };
};
