// The "store" process: `node main.ts --data DIR [--socket PATH] [--port N] [--memory BYTES]`. Ends on SIGTERM or
// SIGINT, and when the supervisor's IPC channel closes. Says `ready` on stdout (and over IPC) when it listens.
import { parseArgs } from 'node:util';

// Each running statement holds one of libuv's threads; must be set before the first one starts.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    socket: { type: 'string' },
    port: { type: 'string' },
    memory: { type: 'string' },
  },
});
if (!values.data) {
  console.error('store: --data DIR is missing');
  process.exit(2);
}

const { openEmbeddedStore } = await import('./store.ts');
try {
  const store = await openEmbeddedStore({
    data: values.data,
    ...(values.socket ? { socketPath: values.socket } : {}),
    ...(values.port ? { port: Number(values.port) } : {}),
    ...(values.memory ? { memoryBytes: Number(values.memory) } : {}),
  });
  const ready = { ready: true, socketPath: store.socketPath, url: store.url, keyFile: store.keyFile };
  console.log(JSON.stringify(ready));
  process.send?.(ready);
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await store.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  process.on('disconnect', end);
} catch (error) {
  const { message, remedy, code } = error as { message: string; remedy?: string; code?: string };
  const failed = { ready: false, code: code ?? 'STORE_OPEN', message, remedy: remedy ?? '' };
  console.log(JSON.stringify(failed));
  process.send?.(failed);
  console.error(`store: ${message}${remedy ? ` ${remedy}` : ''}`);
  process.exit(1);
}
