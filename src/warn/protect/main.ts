// The DNS process: response policy zones, forwarder and warning page from one list, alive also while the server is not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RandomBytes, uuidv7 } from '#model/ids.ts';
import { type Clock, hour, minute, second } from '#model/time.ts';
import type { ListEntry } from '../indicators/list-entry.ts';
import type { Language, PageTexts, Texts } from '../warning-page/page.ts';
import { startWarningPage, type WarningPage } from '../warning-page/server.ts';
import type { DnsConfig } from './config.ts';
import { nameWire } from './dns/name.ts';
import { ListStore } from './feed/list-store.ts';
import type { DnsStatus } from './feed/messages.ts';
import { subscribeListFeed } from './feed/subscribe.ts';
import { type Forwarder, startForwarder } from './resolver/forwarder.ts';
import { Policy } from './rpz/policy.ts';
import { type Primary, startPrimary } from './rpz/primary.ts';
import { Publisher } from './rpz/publisher.ts';

export interface DnsDeps {
  clock: Clock;
  random: RandomBytes;
  /** Problems that do not end the process. */
  warn?: (error: unknown) => void;
}

export interface RunningDns {
  ports: { rpz(): number | undefined; resolver: number | undefined; warningPage: number | undefined };
  /** Resolves when there is a list and the zones are served. */
  ready: Promise<void>;
  status(): DnsStatus;
  /** Moves hot to base now. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

function pageTexts(): PageTexts {
  const read = (language: Language, name: string): Texts =>
    JSON.parse(
      readFileSync(new URL(`../../../content/messages/${language}/${name}.json`, import.meta.url), 'utf8'),
    ) as Texts;
  return {
    warning: { ja: read('ja', 'warning'), en: read('en', 'warning') },
    reasons: { ja: read('ja', 'findings'), en: read('en', 'findings') },
  };
}

/**
 * Starts what the config asks for. Forwarder and warning page answer at once, the zones as soon as there is a list:
 * the one kept on disk, or the first that the server sends.
 * @throws HinomiError `DNS_LISTEN`, `WARNING_LISTEN` when a port cannot be had.
 */
export async function runDns(config: DnsConfig, deps: DnsDeps): Promise<RunningDns> {
  const { clock } = deps;
  const warn = deps.warn ?? (() => undefined);
  const policy = new Policy();
  const zoneBytes = Math.max(nameWire(config.hotZone).length, nameWire(config.baseZone).length);
  let primary: Primary | undefined;
  let forwarder: Forwarder | undefined;
  let page: WarningPage | undefined;
  const publisher = new Publisher({
    policy,
    dir: config.dir,
    hotName: config.hotZone,
    baseName: config.baseZone,
    clock,
    published: zone => primary?.published(zone),
    settled: (zone, serial) => primary?.settled(zone, serial) ?? true,
  });
  const list = new ListStore({
    path: join(config.dir, 'list.ndjson'),
    policy,
    touched: node => publisher.touch(node),
    // Owner and zone name share one final zero.
    longestOwner: 255 - zoneBytes + 1,
  });
  await list.open();

  let told = new Map<number, { id: string; text: string }>();
  const explain = (slot: number): { id: string; text: string } => {
    const known = told.get(slot);
    if (known) return known;
    const entry = list.entry(slot);
    const made = {
      id: entry?.id ?? '',
      text: `${entry?.reason.id ?? 'listed'} ${entry?.id ?? ''} ${config.warningUrl}`,
    };
    if (told.size > 10_000) told.clear();
    told.set(slot, made);
    return made;
  };
  const find = (name: string): ListEntry | undefined => {
    try {
      const wire = nameWire(name);
      const match = policy.matchName(wire);
      const led = match ? undefined : forwarder?.blockedBy(wire);
      const slot = match?.slot ?? led?.slot;
      const entry = slot === undefined ? undefined : list.entry(slot);
      // A slot may have been given to another entry since.
      if (entry?.action === 'passthru' || (led && led.id !== entry?.id)) return undefined;
      return entry;
    } catch {
      return undefined;
    }
  };

  let started = false;
  let announce: (value: void | PromiseLike<void>) => void = () => undefined;
  let give: (error: unknown) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    announce = resolve;
    give = reject;
  });
  ready.catch(() => undefined);
  const startZones = async (): Promise<void> => {
    if (started) return;
    started = true;
    try {
      await publisher.start();
      if (config.rpz) primary = await startPrimary(config.rpz, [publisher.hot, publisher.base], clock);
      announce();
    } catch (error) {
      give(error);
      throw error;
    }
  };

  if (config.forwarder) forwarder = await startForwarder(config.forwarder, { policy, clock, explain });
  try {
    if (config.warningPage)
      page = await startWarningPage(config.warningPage, {
        clock,
        random: deps.random,
        texts: pageTexts(),
        find,
        report: report => feed.report(report),
        ...(forwarder
          ? { bypass: (client, entry, until) => forwarder?.clients.bypass(client, entry, until) }
          : {}),
      });
    if (list.position.generation !== '') await startZones();
  } catch (error) {
    await page?.close();
    await forwarder?.close();
    list.close();
    throw error;
  }
  const feed = subscribeListFeed(config.feedSocket, list, {
    changed() {
      told = new Map();
      forwarder?.listChanged();
      startZones().catch(warn);
    },
  });

  const status = (): DnsStatus => ({
    at: clock(),
    zones: [publisher.hot, publisher.base].map(({ name, serial, entries }) => ({ name, serial, entries })),
    secondaries: primary?.status() ?? [],
    ...(forwarder ? { forwarder: { ...forwarder.counters, port: forwarder.port } } : {}),
    primary: {
      port: primary?.port ?? 0,
      queries: primary?.counters.queries ?? 0,
      refused: primary?.counters.refused ?? 0,
      transfers: primary?.counters.transfers ?? 0,
    },
    ...(page ? { warningPage: { port: page.port, shown: page.counters.shown } } : {}),
    position: list.position,
    refused: list.refused,
    waiting: publisher.waiting,
    rssBytes: process.memoryUsage.rss(),
  });

  const sendHits = (): void => {
    const taken = forwarder?.takeHits();
    if (!taken || taken.size === 0) return;
    const hits = [...taken]
      .map(([slot, count]) => ({ indicator: explain(slot).id, count }))
      .filter(each => each.indicator !== '');
    if (hits.length > 0) feed.hits({ id: uuidv7(clock(), deps.random), at: clock(), hits });
  };

  let compacted = 0;
  let compacting = false;
  /** At night, or when hot has grown so large that it would get slow itself. */
  const tend = async (): Promise<void> => {
    if (!started || compacting) return;
    await publisher.settle();
    const now = clock();
    const quiet = new Date(now).getHours() === 4 && now - compacted > 20 * hour;
    if (publisher.waiting === 0 || !(quiet || publisher.waiting >= (config.hotLimit ?? 5_000))) return;
    compacting = true;
    compacted = now;
    await publisher.compact().finally(() => {
      compacting = false;
    });
  };
  const timers = [
    setInterval(() => feed.status(status()), 2 * second),
    setInterval(sendHits, 5 * second),
    setInterval(() => tend().catch(warn), minute / 6),
  ];

  return {
    ports: { rpz: () => primary?.port, resolver: forwarder?.port, warningPage: page?.port },
    ready,
    status,
    compact: () => publisher.compact(),
    async close() {
      for (const timer of timers) clearInterval(timer);
      sendHits();
      feed.close();
      await page?.close();
      await forwarder?.close();
      await primary?.close();
      await publisher.flush().catch(warn);
      await publisher.close();
      list.close();
    },
  };
}
