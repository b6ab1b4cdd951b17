// Program: the server. API, console, collector, list feed and background work over the two stores.
import { fileURLToPath } from 'node:url';
import { systemClock } from '#model/time.ts';
import { loadSettings } from '../config/load.ts';
import { startPlatformServer } from '../platform-server.ts';
import { runChild } from '../supervise/child-main.ts';

const consoleDirectory = fileURLToPath(new URL('../../../console/dist', import.meta.url));

await runChild(async () => {
  const server = await startPlatformServer({
    settings: loadSettings(process.env),
    clock: systemClock,
    consoleDirectory,
  });
  return () => server.close();
});
