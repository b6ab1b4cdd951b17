// Composes and starts the server process: stores, services, collector, list feed, background work, HTTP.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { systemRandom } from '#model/ids.ts';
import { type Clock, day, hour, minute, second } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import { openSealer } from '#store/records/seal.ts';
import type { DnsStatus } from '#warn/protect/feed/messages.ts';
import { serveListFeed } from '#warn/protect/feed/serve.ts';
import { collectorCertificate } from '#watch/collector/certificate.ts';
import { createCollector } from '#watch/collector/collector.ts';
import { listenCollector } from '#watch/collector/listen.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { watchFolder } from '#watch/logs/follow/watch-folder.ts';
import { startAnalysisLoop } from './analysis/loop.ts';
import { buildApp } from './app.ts';
import { openAuth } from './auth/auth.ts';
import { parseRoleMap } from './auth/oidc.ts';
import { environmentOf } from './config/environment.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';
import { Bus, type Topic } from './http/bus.ts';
import { startIngestQueue } from './ingest/queue.ts';
import { startJobs } from './jobs.ts';
import { connectEventStore, openRecordStore, prepareData } from './open-stores.ts';
import { createServices, publicUrl } from './services.ts';
import { reportingStore } from './stored-range.ts';

export interface PlatformServer {
  port: number;
  collectorPort: number;
  close(): Promise<void>;
}

/** Starts everything the server process does. @throws HinomiError when a port is taken or a store is away. */
export async function startPlatformServer(options: {
  settings: Settings;
  clock: Clock;
  consoleDirectory?: string;
}): Promise<PlatformServer> {
  const { settings, clock } = options;
  const paths = dataPaths(settings.data);
  prepareData(settings);
  const problem = (error: unknown) => console.error(error);
  const records = await openRecordStore(settings);
  const store = await connectEventStore(settings);
  const bus = new Bus();
  const publish = (topic: Topic, record: unknown) => bus.publish(topic, record);
  const services = createServices({ store, records }, settings, clock, publish);
  const auth = openAuth({
    records,
    sealer: openSealer(join(paths.keys, 'seal.json')),
    clock,
    secure: settings['http.publicUrl'].startsWith('https:'),
    ...(settings['oidc.issuer']
      ? {
          oidc: {
            issuer: settings['oidc.issuer'],
            clientId: settings['oidc.clientId'],
            clientSecret: settings['oidc.clientSecret'],
            publicUrl: publicUrl(settings),
            rolesClaim: settings['oidc.rolesClaim'],
            roleMap: parseRoleMap(settings['oidc.roleMap']),
            defaultRoles: ['viewer'] as const,
          },
        }
      : {}),
  });
  await auth.setup.prepare(paths.setupToken);

  const loop = await startAnalysisLoop({ ...services.analysis, onError: problem });
  const enricher = await createEnricher();
  const collector = await createCollector({
    journalDir: paths.journal,
    agents: records.collection(collections.agents),
    enrolments: records.collection(collections.enrolments),
    flows: records.collection(collections.flows),
    store: reportingStore(store, range => loop.touched(range)),
    lookUp: enricher.lookUp,
    clock,
    random: systemRandom,
    onProblem: problem,
  });
  const certificate = await collectorCertificate(
    paths.keys,
    ['localhost', '127.0.0.1', settings['collector.address']],
    clock,
  );
  const listener = await listenCollector({
    address: settings['collector.address'],
    port: settings['collector.port'],
    tls: certificate,
    collector,
    onProblem: problem,
  });
  const reach = {
    url: settings['collector.publicUrl'] || `https://${settings['collector.address']}:${listener.port}`,
    pin: certificate.pin,
  };
  if (settings['agent.enabled']) await offerLocalToken();

  const queue = await startIngestQueue({
    records,
    clock,
    environment: environmentOf(settings),
    inputsFolder: paths.inputs,
    onMessage: message => {
      if ('progress' in message) bus.publish('input', message.progress);
      else publish(message.changed, message.record);
    },
    onError: problem,
  });

  const stopWatching = new AbortController();
  const watching = watchFolder({
    dir: settings['watch.folder'] || paths.inbox,
    stateFile: join(paths.inputs, 'watched.json'),
    onFile: async file =>
      void (await queue.add({ file, format: 'auto', vantage: 'unknown', by: 'watched-folder' })),
    onError: (file, error) => problem(new Error(`watched folder: ${file}`, { cause: error })),
    clock,
    signal: stopWatching.signal,
  }).catch(problem);

  const statuses = new Map<string, DnsStatus>();
  const seenHits = new Set<string>();
  const blockedByHour = new Map<number, number>();
  const feed = await serveListFeed(paths.listSocket, services.indicators.feed, {
    status: status => void statuses.set('local', status),
    failed: problem,
    report: report => records.collection(collections.reports).put(report),
    hits: async hits => {
      if (seenHits.has(hits.id)) return;
      seenHits.add(hits.id);
      if (seenHits.size > 10_000) seenHits.delete(seenHits.values().next().value!);
      for (const { indicator, count } of hits.hits)
        await services.indicators.recordSighting(indicator, hits.at, count);
      const slot = Math.floor(hits.at / hour);
      blockedByHour.set(
        slot,
        (blockedByHour.get(slot) ?? 0) + hits.hits.reduce((sum, hit) => sum + hit.count, 0),
      );
      for (const old of blockedByHour.keys()) if (old < slot - 48) blockedByHour.delete(old);
    },
  });
  const blocked24h = async () => {
    const since = Math.floor((clock() - day) / hour);
    let sum = 0;
    for (const [slot, count] of blockedByHour) if (slot > since) sum += count;
    return sum;
  };

  const app = await buildApp(
    {
      settings,
      store,
      records,
      auth,
      services,
      collector,
      reach,
      queue,
      dnsStatuses: () => [...statuses.values()],
      blocked24h,
      bus,
      clock,
    },
    {
      ...(options.consoleDirectory ? { consoleDirectory: options.consoleDirectory } : {}),
      log: { level: settings['log.level'] },
    },
  );
  const address = await listen();
  const jobs = startJobs(
    [
      { name: 'alerts', every: 2 * second, run: () => services.notify.deliver() },
      { name: 'expiry', every: minute, run: () => services.indicators.expire() },
      { name: 'sweep', every: hour, run: () => auth.sweep() },
      { name: 'flows', every: 5 * second, run: async () => bus.publish('flow', collector.flows()) },
      { name: 'rates', every: 5 * second, run: async () => bus.publish('rates', { at: clock() }) },
    ],
    problem,
  );

  return {
    port: address,
    collectorPort: listener.port,
    async close() {
      jobs.stop();
      await app.close();
      await listener.close();
      await collector.close();
      stopWatching.abort();
      await watching;
      await queue.close();
      await loop.stop();
      await feed.close();
      services.close();
      await store.close();
      await records.close();
    },
  };

  async function listen(): Promise<number> {
    try {
      await app.listen({ host: settings['http.address'], port: settings['http.port'] });
    } catch (cause) {
      throw new HinomiError(
        'HTTP_LISTEN',
        `port ${settings['http.port']} on ${settings['http.address']}: ${(cause as Error).message}`,
        {
          remedy: 'Choose another with --http-port or HINOMI_HTTP_PORT.',
          cause,
        },
      );
    }
    const bound = app.server.address();
    return bound && typeof bound === 'object' ? bound.port : settings['http.port'];
  }

  /** The agent on this machine enrols with a token only this user can read. */
  async function offerLocalToken(): Promise<void> {
    const identity = join(paths.agent, 'agent.json');
    if (existsSync(identity)) {
      const { agent } = JSON.parse(readFileSync(identity, 'utf8')) as { agent?: string };
      if (agent && (await records.collection(collections.agents).get(agent))) return;
      rmSync(identity, { force: true });
    }
    const { token } = await collector.issueEnrolmentToken({
      name: 'local',
      vantage: settings['agent.vantage'],
      by: 'system',
      ...reach,
    });
    writeFileSync(paths.localAgentToken, `${token}\n`, { mode: 0o600 });
  }
}
