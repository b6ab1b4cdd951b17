// The HTTP API over real stores and services: every route with parameters, queries and bodies made from its own schemas,
// fitting or not. No answer is a 5xx, none takes for ever, and what was given out as an id comes back as input.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { HinomiError } from '#model/errors.ts';
import { systemRandom } from '#model/ids.ts';
import { type AppParts, platformRoutes } from '#server/app.ts';
import { type Browser, startTestAuth } from '#server/auth/test-auth.ts';
import { loadSettings } from '#server/config/load.ts';
import { openDrill } from '#server/drill/drill.ts';
import { madeWorlds, runLines } from '#server/drill/testing/made-worlds.ts';
import { Bus } from '#server/http/bus.ts';
import type { Route } from '#server/http/route.ts';
import { walkRoutes } from '#server/http/server.ts';
import type { IngestQueue } from '#server/ingest/queue.ts';
import { prepareData } from '#server/open-stores.ts';
import { createServices } from '#server/services.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { spawnStore } from '#store/events/embedded/spawn.ts';
import * as collections from '#store/records/collections.ts';
import { openSealer } from '#store/records/seal.ts';
import { createCollector } from '#watch/collector/collector.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { valuesOf } from '../schema-values.ts';
import { holds, type Target, type TargetRun } from '../target.ts';

/** Sends real messages to made-up addresses. */
const left = new Set(['POST /api/v1/alert-channels/:id/test']);

/** Uploads have targets of their own; here the queue is always full. */
const fullQueue: IngestQueue = {
  add: () => Promise.reject(new HinomiError('QUEUE_FULL', 'the queue is full', { status: 429 })),
  progress: () => undefined,
  giveUp: () => Promise.resolve(),
  idle: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const asText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

async function open(): Promise<TargetRun> {
  const dir = await mkdtemp(join(tmpdir(), 'hinomi-soak-api-'));
  const settings = loadSettings({ HINOMI_DATA: dir }, {}, '/nonexistent');
  prepareData(settings);
  const child = await spawnStore(join(dir, 'events'));
  const store = await openEventStore({ socketPath: child.socketPath });
  const { lookUp } = await createEnricher();
  const closers: (() => Promise<void> | void)[] = [];
  let parts: AppParts | undefined;
  const t = await startTestAuth({
    routes: (auth, records) => {
      const services = createServices({ store, records }, settings, Date.now, () => {});
      closers.push(() => services.close());
      const lazy = createCollector({
        journalDir: join(dir, 'journal'),
        agents: records.collection(collections.agents),
        enrolments: records.collection(collections.enrolments),
        flows: records.collection(collections.flows),
        store,
        lookUp,
        clock: Date.now,
        random: systemRandom,
      });
      void lazy.then(collector => Object.assign(parts!.collector, collector));
      parts = {
        settings,
        store,
        records,
        auth,
        services,
        collector: {} as AppParts['collector'],
        reach: { url: 'https://127.0.0.1:8443', pin: 'a'.repeat(64) },
        queue: fullQueue,
        drill: openDrill({
          records,
          auth,
          sealer: openSealer(join(dir, 'seal')),
          clock: Date.now,
          worlds: madeWorlds(),
          openView: runLines,
          publicUrl: 'http://127.0.0.1',
        }),
        dnsStatuses: () => [],
        blocked24h: async () => 0,
        bus: new Bus(),
        clock: Date.now,
      };
      closers.push(async () => (await lazy).close());
      return platformRoutes(parts);
    },
  });
  const routes = walkRoutes(t.app).filter(route => !left.has(`${route.method} ${route.path}`));
  const ids: string[] = ['none'];
  const seen = () => ids;
  const calls = routes.map(route => ({
    route,
    params: valuesOf(route.params as never, seen),
    query: valuesOf(route.query as never, seen),
    body: valuesOf(route.body as never, seen),
  }));
  let people = 0;
  let browser: Browser = await t.enter('fuzz-0', ['admin']);
  let answered = 0;

  const cookies = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function call(route: Route, params: unknown, query: unknown, body: unknown): Promise<void> {
    const given = (params ?? {}) as Record<string, unknown>;
    const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(asText(given[name] ?? ids[people % ids.length]).toWellFormed() || 'x'),
    );
    const search = new URLSearchParams();
    if (query && typeof query === 'object')
      for (const [name, value] of Object.entries(query)) search.append(name, asText(value));
    const url = search.size > 0 ? `${path}?${search}` : path;
    const reply = await t.app.inject({
      method: route.method,
      url,
      headers: { cookie: cookies(), 'x-csrf-token': browser.csrf },
      payloadAsStream: true,
      ...(route.method === 'GET' || body === undefined ? {} : { payload: body as object }),
    });
    const stream = reply.stream();
    let text = '';
    if (reply.headers['content-type']?.toString().includes('event-stream')) stream.destroy();
    else
      for await (const chunk of stream) {
        text += String(chunk);
        if (text.length > 2e6) break;
      }
    answered++;
    holds(
      reply.statusCode < 500,
      `${route.method} ${url} ${JSON.stringify(body)?.slice(0, 500)} answered ${reply.statusCode}: ${text.slice(0, 300)}\n${t.log
        .filter(line => line.includes('"err"'))
        .at(-1)
        ?.slice(0, 1_500)}`,
    );
    if (t.log.length > 1_000) t.log.length = 0;
    for (const [, id] of text.matchAll(/"id":"([^"]{1,80})"/g)) ids[(answered * 7) % 500] = id!;
    for (let index = 0; index < ids.length; index++) ids[index] ??= 'none';
    // Signed out, disabled or stripped of rights by our own calls: somebody else goes on.
    if (reply.statusCode === 401 || reply.statusCode === 403 || answered % 500 === 0)
      browser = await t.enter(`fuzz-${++people}`, ['admin']);
  }

  return {
    async run(data) {
      const seed = Buffer.concat([data, Buffer.alloc(8)]).readInt32BE(0);
      const { route, params, query, body } = calls[(seed >>> 0) % calls.length]!;
      const [made] = fc.sample(fc.tuple(params, query, body), { seed, numRuns: 1 });
      await call(route, made![0], made![1], route.body ? made![2] : undefined).catch((cause: Error) => {
        throw new Error(
          `${route.method} ${route.path} ${JSON.stringify(made)?.slice(0, 500)}: ${cause.message}\n${t.log.slice(-3).join('').slice(0, 2_000)}`,
          { cause },
        );
      });
    },
    async close() {
      holds(answered > 0, 'no route was called');
      for (const close of closers) await close();
      await t.close();
      await store.close();
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const api: Target = {
  name: 'api/routes',
  cases: 60_000,
  slow: 15_000,
  memory: 1_024,
  // Each input is a seed.
  samples: () => [Buffer.alloc(4), Buffer.from('seed'), Buffer.from([255, 1, 254, 2])],
  open,
};
