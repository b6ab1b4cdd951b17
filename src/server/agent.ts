// Composes an agent from the settings: the local one, and the same program on a partner's machine.
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { systemRandom } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { type RunningAgent, runAgent } from '#watch/agent/run.ts';
import type { AgentSource } from '#watch/agent/source.ts';
import { type HoneypotChoice, honeypotSources } from '#watch/honeypots/start.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';
import { captureSource } from './ingest/live-capture.ts';
import { logSource } from './ingest/log-source.ts';
import { version } from './version.ts';

/** Ports by honeypot from entries like `ssh=2022`. @throws HinomiError `CONFIG_INVALID`. */
export function parsePorts(entries: readonly string[]): Map<string, number> {
  const ports = new Map<string, number>();
  for (const entry of entries) {
    const match = /^([a-z0-9-]+)=(\d{1,5})$/.exec(entry);
    if (!match || Number(match[2]) > 65_535)
      throw new HinomiError('CONFIG_INVALID', `agent.ports: "${entry}" is not like ssh=2022`, {
        place: { field: 'agent.ports' },
        remedy: 'Write honeypot=port.',
      });
    ports.set(match[1]!, Number(match[2]));
  }
  return ports;
}

/** Starts an agent. @throws HinomiError when it is not enrolled and cannot be. */
export function startAgent(options: {
  settings: Settings;
  clock: Clock;
  token?: string;
  /** Keeps identity and spool; default: `agent` in the data folder. */
  folder?: string;
}): Promise<RunningAgent> {
  const { settings, clock } = options;
  const folder = options.folder ?? dataPaths(settings.data).agent;
  const ports = parsePorts(settings['agent.ports']);
  const log = (line: string) => console.log(line);
  const honeypots = settings['agent.honeypots'].map((id): HoneypotChoice => {
    const port = ports.get(id);
    return port === undefined ? { id } : { id, port };
  });
  const sources: AgentSource[] = honeypotSources(
    { address: settings['agent.address'], honeypots },
    { clock, random: systemRandom, log, stateDir: join(folder, 'honeypots') },
  );
  const capture = settings['agent.capture'];
  if (capture)
    sources.push(
      captureSource({
        interface: capture,
        filter: settings['agent.captureFilter'],
        vantage: settings['agent.vantage'],
        clock,
      }),
    );
  for (const entry of settings['agent.logs'])
    sources.push(logSource({ entry, folder: join(folder, 'logs'), clock }));
  return runAgent(
    { dir: folder, ...(options.token ? { token: options.token } : {}) },
    { version, clock, random: systemRandom, sources, log },
  );
}
