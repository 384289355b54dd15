// Where DEFER_SLOW_DISK is set, the disk of the process that loads this takes so many ms longer to make a file last.
const { promises } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const longer = Number(process.env.DEFER_SLOW_DISK ?? 0);
const { open } = promises;

if (longer > 0) {
  promises.open = async (...given) => {
    const handle = await open(...given);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      await new Promise(done => setTimeout(done, longer));
    };
    return handle;
  };
  syncBuiltinESMExports();
}
