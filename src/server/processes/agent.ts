// Program: the local agent. Honeypots and, when asked for, live capture, pushed to the collector like any remote agent.
import { existsSync, readFileSync } from 'node:fs';
import { systemClock } from '#model/time.ts';
import { startAgent } from '../agent.ts';
import { loadSettings } from '../config/load.ts';
import { dataPaths } from '../config/paths.ts';
import { runChild } from '../supervise/child-main.ts';

await runChild(async () => {
  const settings = loadSettings(process.env);
  const paths = dataPaths(settings.data);
  const token = existsSync(paths.localAgentToken)
    ? readFileSync(paths.localAgentToken, 'utf8').trim()
    : undefined;
  const agent = await startAgent({ settings, clock: systemClock, ...(token ? { token } : {}) });
  return () => agent.stop();
});
