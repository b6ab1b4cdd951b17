// The processes of the platform and what each needs, from the settings.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentOf } from '../config/environment.ts';
import { dataPaths } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { storeProgram } from '../open-stores.ts';
import type { ChildSpec } from '../supervise/child.ts';

const program = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

/** What `hinomi up` runs: store (unless a ClickHouse server is named), server, agent, dns. */
export function platformSpecs(settings: Settings): ChildSpec[] {
  const paths = dataPaths(settings.data);
  const environment = environmentOf(settings);
  const spec = (name: string, needs: string[], module = program(name), words: string[] = []): ChildSpec => ({
    name,
    module,
    arguments: words,
    environment,
    logFile: join(paths.log, `${name}.log`),
    needs,
  });
  const embedded = settings['clickhouse.url'] === '';
  return [
    ...(embedded
      ? [spec('store', [], storeProgram, ['--data', paths.events, '--socket', paths.storeSocket])]
      : []),
    // Taking events in makes much short-lived garbage: a larger young generation collects it less often.
    { ...spec('server', embedded ? ['store'] : []), nodeFlags: ['--max-semi-space-size=64'] },
    ...(settings['agent.enabled'] ? [spec('agent', ['server'])] : []),
    ...(settings['dns.enabled'] ? [spec('dns', ['server'])] : []),
  ];
}
