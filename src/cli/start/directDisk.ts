import * as fs from 'node:fs';

/** Modules of Defer look here before they load `node:fs/promises` (scripts/bundle/plainModules.mjs). */
const DISK = Symbol.for('defer.disk');

/** For how long the disk may hold up timers and signals, in ms. */
const TURN = 50;

let turn = 0;

/** Does a job of the disk at once. Timers and signals get a turn first where they have waited too long. */
async function atOnce<Answer>(job: () => Answer): Promise<Answer> {
  if (performance.now() - turn > TURN) {
    await new Promise(resolve => setImmediate(resolve));
    turn = performance.now();
  }
  return job();
}

/** An open file, with the methods of Node's own that Defer calls. */
class DirectHandle {
  /** Its descriptor; -1 once it is closed. */
  fd: number;

  constructor(fd: number) {
    this.fd = fd;
  }

  stat(options?: fs.StatOptions): Promise<fs.Stats | fs.BigIntStats> {
    return atOnce(() => fs.fstatSync(this.fd, options));
  }

  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesRead: number }> {
    return atOnce(() => ({ bytesRead: fs.readSync(this.fd, buffer, offset, length, position) }));
  }

  write(data: Buffer | string, ...place: readonly number[]): Promise<{ readonly bytesWritten: number }> {
    const [offset, length] = place;
    return atOnce(() => ({
      bytesWritten:
        typeof data === 'string' ? fs.writeSync(this.fd, data) : fs.writeSync(this.fd, data, offset, length),
    }));
  }

  writeFile(data: Buffer | string, options?: fs.WriteFileOptions): Promise<void> {
    return atOnce(() => fs.writeFileSync(this.fd, data, options));
  }

  readFile(options?: BufferEncoding): Promise<string | Buffer> {
    return atOnce(() => fs.readFileSync(this.fd, options));
  }

  chmod(mode: number): Promise<void> {
    return atOnce(() => fs.fchmodSync(this.fd, mode));
  }

  sync(): Promise<void> {
    return atOnce(() => fs.fsyncSync(this.fd));
  }

  close(): Promise<void> {
    const { fd } = this;
    // Closing twice does nothing, as with Node's own handle. The number may belong to another file by then.
    this.fd = -1;
    return atOnce(() => (fd < 0 ? undefined : fs.closeSync(fd)));
  }

  createReadStream(options: { readonly encoding: BufferEncoding; readonly autoClose: boolean }): fs.ReadStream {
    return fs.createReadStream('', { ...options, fd: this.fd });
  }
}

type Job = (...given: readonly unknown[]) => unknown;

/** Node's synchronous function of this name. Real paths come from the system, as with `fs.promises`. */
const syncOf = (name: string): Job =>
  name === 'realpath' ? (fs.realpathSync.native as Job) : (Reflect.get(fs, `${name}Sync`) as Job);

/**
 * From here on the disk is asked directly, without Node's threads. Loading `node:fs/promises`, starting the threads and
 * waiting for them takes a tenth of a start, and a third of a look at a thousand small files. Only for commands that do
 * one thing and end: a window or a server has other work meanwhile.
 */
export function askDiskDirectly(): void {
  turn = performance.now();
  const open = (path: string, flags: number | string, mode?: number): Promise<DirectHandle> =>
    atOnce(() => new DirectHandle(fs.openSync(path, flags, mode)));
  const direct = new Proxy(
    { open, constants: fs.constants },
    {
      get: (own, name: string) =>
        Reflect.get(own, name) ??
        ((...given: readonly unknown[]): Promise<unknown> => atOnce(() => syncOf(name)(...given))),
    },
  );
  Reflect.set(globalThis, DISK, direct);
}
