// A growing log on the sensor's machine as a source of an agent.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { Clock } from '#model/time.ts';
import type { AgentSource } from '#watch/agent/source.ts';
import { followLog } from '#watch/logs/follow/follow-log.ts';
import { logFormat } from '#watch/logs/registry.ts';

/**
 * Stream `log.<file name>` of an entry `format:path`.
 * @throws HinomiError `CONFIG_INVALID` when the entry is not like that.
 */
export function logSource(options: { entry: string; folder: string; clock: Clock }): AgentSource {
  const { entry, folder, clock } = options;
  const colon = entry.indexOf(':');
  const [format, path] = [entry.slice(0, colon), entry.slice(colon + 1)];
  if (colon < 1 || !path.startsWith('/') || (format !== 'auto' && !logFormat(format)))
    throw new HinomiError(
      'CONFIG_INVALID',
      `agent.logs: "${entry}" is not like zeek:/var/log/zeek/conn.log`,
      {
        place: { field: 'agent.logs' },
        remedy: 'Write format:absolute-path; docs/log-formats.md lists the formats.',
      },
    );
  // Two logs of one name in different folders are two streams.
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return {
    stream: `log.${basename(path)
      .replace(/[^A-Za-z0-9._-]/g, '_')
      .slice(0, 40)}.${mark}`,
    async start(emit) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stop = new AbortController();
      let failure = '';
      const following = followLog({
        path,
        format,
        inputId: `follow ${path}`,
        stateFile: join(folder, `${mark}.json`),
        clock,
        signal: stop.signal,
        onEvents: async events => {
          for (const event of events) emit(event);
        },
      }).catch((error: Error) => {
        if (!stop.signal.aborted) failure = error.message;
      });
      return {
        failed: () => failure,
        async stop() {
          stop.abort();
          await following;
        },
      };
    },
  };
}
