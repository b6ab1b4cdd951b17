// Composes and starts the server process: stores, services, collector, list feed, background work, HTTP.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { systemRandom } from '#model/ids.ts';
import { type Clock, hour, minute, second } from '#model/time.ts';
import { openEvidenceStore } from '#store/evidence/open.ts';
import * as collections from '#store/records/collections.ts';
import { keepNewest } from '#store/records/retention.ts';
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
import { createBlockedCounter } from './blocked.ts';
import { environmentOf } from './config/environment.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';
import { openDrill, resumeDrill } from './drill/drill.ts';
import { openViews } from './drill/evidence-view.ts';
import { openOverlays } from './drill/overlays.ts';
import { keepWorlds } from './drill/world-keeper.ts';
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

export interface PlatformServerOptions {
  settings: Settings;
  clock: Clock;
  consoleDirectory?: string;
}

const problem = (error: unknown) => console.error(error);

/** Most reports of blocked people kept: anybody who is blocked can write one. */
const reportsKept = 50_000;

/**
 * Starts everything the server process does. When a part cannot start, those started before it are closed again.
 * @throws HinomiError when a port is taken or a store is away.
 */
export async function startPlatformServer(options: PlatformServerOptions): Promise<PlatformServer> {
  const parts = new AsyncDisposableStack();
  try {
    return { ...(await compose(options, parts)), close: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync().catch(problem);
    throw error;
  }
}

/** Each part is put on the stack as soon as it runs; the stack closes them in the opposite order. */
async function compose(
  { settings, clock, consoleDirectory }: PlatformServerOptions,
  parts: AsyncDisposableStack,
): Promise<Omit<PlatformServer, 'close'>> {
  const paths = dataPaths(settings.data);
  prepareData(settings);
  const records = await openRecordStore(settings);
  parts.defer(() => records.close());
  const store = await connectEventStore(settings);
  parts.defer(() => store.close());
  const bus = new Bus();
  const publish = (topic: Topic, record: unknown) => bus.publish(topic, record);
  const services = createServices({ store, records }, settings, clock, publish);
  parts.defer(() => services.close());
  const sealer = openSealer(join(paths.keys, 'seal.json'));
  const auth = openAuth({
    records,
    sealer,
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
  parts.defer(() => loop.stop());
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
  parts.defer(() => collector.close());
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
  parts.defer(() => listener.close());
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
  parts.defer(() => queue.close());

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
  parts.defer(async () => {
    stopWatching.abort();
    await watching;
  });

  const statuses = new Map<string, DnsStatus>();
  const blocked = createBlockedCounter(clock, (indicator, at, count) =>
    services.indicators.recordSighting(indicator, at, count),
  );
  const feed = await serveListFeed(paths.listSocket, services.indicators.feed, {
    status: status => void statuses.set('local', status),
    failed: problem,
    report: report => records.collection(collections.reports).put(report),
    hits: hits => blocked.take(hits),
  });
  parts.defer(() => feed.close());

  // One processor is left to the server itself.
  const evidence = openEvidenceStore(paths.evidence, Math.max(1, Math.min(8, availableParallelism() - 1)));
  parts.defer(() => evidence.close());
  const worlds = await keepWorlds({
    records,
    store: evidence,
    folder: paths.evidence,
    clock,
    onError: problem,
  });
  parts.defer(() => worlds.close());
  const overlays = openOverlays();
  parts.defer(() => overlays.close());
  const drill = openDrill({
    records,
    auth,
    sealer,
    clock,
    worlds,
    openView: openViews(evidence, overlays, worlds.request),
    // What fails here fails again, and is told, when somebody asks.
    prepareView: (world, run) =>
      void worlds
        .request(world)
        .then(made => overlays.of(made, run))
        .catch(() => {}),
    publicUrl: publicUrl(settings),
  });
  parts.defer(() => drill.close());
  await resumeDrill(drill, problem);

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
      drill,
      dnsStatuses: () => [...statuses.values()],
      blocked24h: async () => blocked.lastDay(),
      bus,
      clock,
    },
    {
      ...(consoleDirectory ? { consoleDirectory } : {}),
      log: { level: settings['log.level'] },
    },
  );
  parts.defer(() => app.close());
  const port = await listen();
  const jobs = startJobs(
    [
      { name: 'alerts', every: 2 * second, run: () => services.notify.deliver() },
      { name: 'expiry', every: minute, run: () => services.indicators.expire() },
      { name: 'sweep', every: hour, run: () => auth.sweep() },
      {
        name: 'reports',
        every: hour,
        run: () => keepNewest(records, collections.reports, 'at', reportsKept),
      },
      { name: 'drill', every: second, run: () => drill.tick() },
      { name: 'flows', every: 5 * second, run: async () => bus.publish('flow', collector.flows()) },
      { name: 'rates', every: 5 * second, run: async () => bus.publish('rates', { at: clock() }) },
    ],
    problem,
  );

  parts.defer(() => jobs.stop());

  return { port, collectorPort: listener.port };

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
    // accept(2) failing for want of descriptors must not end the process.
    app.server.on('error', problem);
    const bound = app.server.address();
    return bound && typeof bound === 'object' ? bound.port : settings['http.port'];
  }

  /** The agent on this machine enrols with a token only this user can read. */
  async function offerLocalToken(): Promise<void> {
    const identity = join(paths.agent, 'agent.json');
    if (existsSync(identity)) {
      const agent = agentIn(identity);
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

/** The agent an identity file names; undefined when the file is damaged: the agent then enrols anew. */
function agentIn(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { agent?: string } | null)?.agent;
  } catch {
    return undefined;
  }
}
