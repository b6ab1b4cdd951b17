// The HTTP application: every route of the platform over its services. Tests walk it without a network.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { DnsStatus } from '#warn/protect/feed/messages.ts';
import { resolverSettings } from '#warn/protect/resolver-settings.ts';
import type { Collector } from '#watch/collector/collector.ts';
import { addressDataAttribution, addressDataCaveat } from '#watch/enrich/attribution.ts';
import type { Auth } from './auth/auth.ts';
import { authRoutes } from './auth/routes.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';
import { createDoctor } from './doctor/checks.ts';
import type { Drill } from './drill/drill.ts';
import { drillRoutes } from './drill/routes.ts';
import type { Bus } from './http/bus.ts';
import type { Route } from './http/route.ts';
import { buildServer, type ServerOptions } from './http/server.ts';
import type { IngestQueue } from './ingest/queue.ts';
import { metricsText } from './metrics.ts';
import { agentRoutes } from './routes/agents.ts';
import { alertRoutes } from './routes/alerts.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { indicatorRoutes } from './routes/indicators.ts';
import { inputRoutes } from './routes/inputs.ts';
import { listRoutes } from './routes/lists.ts';
import { overviewRoutes } from './routes/overview.ts';
import { protectionRoutes } from './routes/protection.ts';
import type { Services } from './services.ts';
import { version } from './version.ts';

export interface AppParts {
  settings: Settings;
  store: EventStore;
  records: Records;
  auth: Auth;
  services: Services;
  collector: Collector;
  /** How agents reach the collector, and the hash of its certificate. */
  reach: { url: string; pin: string };
  queue: IngestQueue;
  drill: Drill;
  dnsStatuses: () => DnsStatus[];
  blocked24h: () => Promise<number>;
  bus: Bus;
  clock: Clock;
}

/** Names of the two policy zones; the hot one is asked first. */
export const policyZones = { hot: 'hot.rpz.hinomi', base: 'base.rpz.hinomi' } as const;

/** Every route with the part it belongs to. */
export function platformRoutes(parts: AppParts): Route[] {
  const { settings, store, records, auth, services, bus, clock } = parts;
  const paths = dataPaths(settings.data);
  const common = { records, store, audit: auth.audit, bus, clock };
  const inputs = records.collection(collections.inputs);
  return [
    ...authRoutes(auth),
    ...overviewRoutes({ store, records, clock, blocked: parts.blocked24h }),
    ...eventRoutes({ ...common, evidence: { input: id => inputs.get(id) } }),
    ...incidentRoutes(common),
    ...indicatorRoutes({ ...common, indicators: services.indicators }),
    ...listRoutes({ indicators: services.indicators, audit: auth.audit, clock }),
    ...protectionRoutes({
      records,
      statuses: parts.dnsStatuses,
      resolverSettings: resolverSettings({
        primary: { address: settings['dns.address'], port: settings['dns.rpzPort'] },
        ...policyZones,
        key: { name: settings['dns.tsigName'], secret: '' },
      }),
    }),
    ...agentRoutes({ records, collector: parts.collector, audit: auth.audit, reach: parts.reach }),
    ...inputRoutes({ records, queue: parts.queue, audit: auth.audit, clock, inputsFolder: paths.inputs }),
    ...alertRoutes({ records, notify: services.notify, audit: auth.audit, clock }),
    ...drillRoutes(parts.drill),
    ...healthRoutes({
      store,
      records,
      doctor: createDoctor(settings),
      processesFile: paths.processes,
      agentStatusFile: `${paths.agent}/status.json`,
      version,
      attribution: [
        ...addressDataAttribution,
        { name: 'Address data', text: addressDataCaveat, url: 'https://www.nro.net/' },
      ],
      metrics: () => metricsText(parts),
    }),
  ];
}

/** Builds the application; it listens when its caller says so. */
export async function buildApp(
  parts: AppParts,
  options: Pick<ServerOptions, 'consoleDirectory' | 'log' | 'rateLimits'> = {},
): Promise<FastifyInstance> {
  const app = await buildServer({
    ...options,
    routes: platformRoutes(parts),
    authenticator: parts.auth.authenticator,
    bus: parts.bus,
    clock: parts.clock,
    version,
    secure: parts.settings['http.publicUrl'].startsWith('https:'),
  });
  app.addHook('preClose', async () => parts.drill.bus.endStreams());
  return app;
}
