// The indicator list as a service: every change is one transaction over the record and the list's log, then announced.
import { HinomiError } from '#model/errors.ts';
import type { AllowEntry, Indicator, IndicatorStatus } from '#model/record/indicator.ts';
import { type Clock, day } from '#model/time.ts';
import { allowEntries, indicators } from '#store/records/collections.ts';
import { hashId } from '#store/records/hash-id.ts';
import type { RecordScope, Records } from '#store/records/records.ts';
import { AllowList, type PopularNames } from './allow-list.ts';
import { importLimits, importLines } from './import-text.ts';
import { checkStep, isListed, isOver } from './life.ts';
import { entryKey, listEntry } from './list-entry.ts';
import { createListFeed, type ListFeed, listName } from './list-feed.ts';
import { makeIndicator, mergeIndicator, type NewIndicator } from './make.ts';
import { normaliseDomain, normaliseIndicator } from './normalise.ts';

interface IndicatorChange {
  status?: IndicatorStatus;
  confidence?: number;
  validUntil?: number;
  action?: Indicator['action'];
  subdomains?: boolean;
}

interface ImportResult {
  added: number;
  /** The first 1,000 refusals; `refusedCount` counts all. */
  refused: { line: number; why: string }[];
  refusedCount: number;
}

export interface IndicatorService {
  /** Adds or renews one. @throws HinomiError `INDICATOR_VALUE`, `ALLOW_LISTED`, `INDICATOR_DECIDED`. */
  add(input: NewIndicator, by: string): Promise<Indicator>;
  /** Adds many at once; those refused are reported, the others are kept. One list change each, one transaction a thousand. */
  addAll(inputs: Iterable<NewIndicator & { line?: number }>, by: string): Promise<ImportResult>;
  /** Text with one value a line. @throws HinomiError `IMPORT_TOO_LARGE`. */
  addMany(text: string, defaults: Omit<NewIndicator, 'value'>, by: string): Promise<ImportResult>;
  /** @throws HinomiError `RECORD_NOT_FOUND`, `INDICATOR_STATUS`, `ALLOW_LISTED`. */
  patch(id: string, change: IndicatorChange, by: string): Promise<Indicator>;
  falsePositive(id: string, by: string): Promise<Indicator>;
  /** Takes off what has come to its end; returns how many. Call each minute. */
  expire(): Promise<number>;
  recordSighting(id: string, at: number, count?: number): Promise<void>;
  /** Adds an allow-list entry and takes off what it now protects. */
  allow(
    entry: Pick<AllowEntry, 'type' | 'value' | 'reason'>,
    by: string,
  ): Promise<{ entry: AllowEntry; withdrawn: Indicator[] }>;
  disallow(id: string): Promise<boolean>;
  /** Hears of every changed indicator, after it is durable, in the same process at once. */
  subscribe(listener: (changed: readonly Indicator[]) => void): () => void;
  /** The list for resolvers and exports. */
  readonly feed: ListFeed;
  close(): void;
}

const batchSize = 1_000;

/** The service over the records. `ownDomains` and `popular` names are never listed. */
export function createIndicatorService(options: {
  records: Records;
  clock: Clock;
  popular?: PopularNames;
  ownDomains?: readonly string[];
}): IndicatorService {
  const { records, clock } = options;
  const listeners = new Set<(changed: readonly Indicator[]) => void>();
  const feed = createListFeed(records, clock);
  let allowed: AllowList | undefined;

  const own = (options.ownDomains ?? []).map(
    (value): AllowEntry => ({
      id: 'own',
      type: 'domain',
      value,
      reason: 'own domain',
      by: 'settings',
      created: 0,
    }),
  );
  const allowList = async (): Promise<AllowList> => {
    if (allowed) return allowed;
    const entries = [...own];
    for (let after: string | undefined; ; ) {
      const page = await records
        .collection(allowEntries)
        .list({ limit: 10_000, ...(after === undefined ? {} : { after }) });
      entries.push(...page.items);
      after = page.next;
      if (after === undefined) break;
    }
    allowed = new AllowList(entries, options.popular);
    return allowed;
  };

  /** Writes indicators and what that means for the list, all or none. */
  const store = async (
    scope: RecordScope,
    changes: readonly { before?: Indicator; after: Indicator }[],
  ): Promise<void> => {
    const now = clock();
    await scope.collection(indicators).putMany(changes.map(change => change.after));
    const steps = changes.flatMap(({ before, after }) => {
      const was = before !== undefined && isListed({ ...before, validUntil: Number.MAX_SAFE_INTEGER }, now);
      const is = isListed(after, now);
      if (!was && !is) return [];
      const entry = listEntry(after);
      if (is && was && JSON.stringify(listEntry(before)) === JSON.stringify(entry)) return [];
      const step = { at: now, zone: listName, owner: entryKey(entry), indicator: after.id };
      return [{ ...step, op: is ? ('add' as const) : ('remove' as const), rdata: JSON.stringify(entry) }];
    });
    await scope.listChanges.append(steps);
  };

  const announce = (changed: readonly Indicator[]): void => {
    feed.poke();
    for (const listener of listeners) listener(changed);
  };

  const write = async (
    wanted: readonly Indicator[],
    by: string,
    refused: (index: number, error: unknown) => void,
  ) => {
    const kept: Indicator[] = [];
    await records.transaction(async scope => {
      kept.length = 0;
      const known = new Map(
        (await scope.collection(indicators).getMany(wanted.map(each => each.id))).map(each => [
          each.id,
          each,
        ]),
      );
      const changes = new Map<string, { before?: Indicator; after: Indicator }>();
      wanted.forEach((fresh, index) => {
        const before = known.get(fresh.id);
        const latest = changes.get(fresh.id)?.after ?? before;
        try {
          const after = latest ? mergeIndicator(latest, fresh, by) : fresh;
          changes.set(fresh.id, before ? { before, after } : { after });
        } catch (error) {
          refused(index, error);
        }
      });
      await store(scope, [...changes.values()]);
      kept.push(...[...changes.values()].map(change => change.after));
    });
    announce(kept);
    return kept;
  };

  const change = async (id: string, edit: (known: Indicator) => Indicator): Promise<Indicator> => {
    const after = await records.transaction(async scope => {
      const known = await scope.collection(indicators).get(id);
      if (!known) throw new HinomiError('RECORD_NOT_FOUND', `there is no indicator ${id}`, { status: 404 });
      const edited = { ...edit(known), updated: clock() };
      await store(scope, [{ before: known, after: edited }]);
      return edited;
    });
    announce([after]);
    return after;
  };

  const service: IndicatorService = {
    feed,
    async add(input, by) {
      const fresh = makeIndicator(input, by, await allowList(), clock());
      let problem: unknown;
      const [kept] = await write([fresh], by, (_index, error) => {
        problem = error;
      });
      if (!kept) throw problem;
      return kept;
    },
    async addAll(inputs, by) {
      const allow = await allowList();
      const result: ImportResult = { added: 0, refused: [], refusedCount: 0 };
      let batch: Indicator[] = [];
      let lines: number[] = [];
      const refuse = (line: number, error: unknown): void => {
        result.refusedCount += 1;
        if (!(error instanceof HinomiError)) throw error;
        if (result.refused.length < 1_000) result.refused.push({ line, why: error.message });
      };
      const flush = async (): Promise<void> => {
        const at = lines;
        result.added += (await write(batch, by, (index, error) => refuse(at[index]!, error))).length;
        batch = [];
        lines = [];
      };
      let line = 0;
      for (const input of inputs) {
        line += 1;
        try {
          batch.push(makeIndicator(input, by, allow, clock()));
          lines.push(input.line ?? line);
        } catch (error) {
          refuse(input.line ?? line, error);
        }
        if (batch.length >= batchSize) await flush();
      }
      if (batch.length > 0) await flush();
      return result;
    },
    async addMany(text, defaults, by) {
      if (text.length > importLimits.bytes)
        throw new HinomiError(
          'IMPORT_TOO_LARGE',
          `the import is larger than ${importLimits.bytes} characters`,
          {
            status: 413,
            remedy: 'Split it.',
          },
        );
      const inputs = importLines(text)[Symbol.iterator]();
      return service.addAll(
        (function* () {
          for (const { line, value } of { [Symbol.iterator]: () => inputs })
            yield { ...defaults, value, line };
        })(),
        by,
      );
    },
    async patch(id, edit, by) {
      const allow = await allowList();
      return change(id, known => {
        const status = edit.status ?? known.status;
        checkStep(known.status, status);
        const after = { ...known, ...edit, status, decidedBy: by };
        if (status !== 'active' || after.action === 'passthru') return after;
        allow.check(after);
        const renewed = known.status === 'active' ? known.validFrom : clock();
        return { ...after, validFrom: renewed, lastSeen: Math.max(known.lastSeen, renewed) };
      });
    },
    falsePositive: (id, by) => service.patch(id, { status: 'false-positive' }, by),
    async expire() {
      const now = clock();
      let done = 0;
      // By date from the index; by faded confidence from those not seen for a while.
      for (const where of [
        { status: 'active', validUntil: { lt: now + 1 } },
        { status: 'candidate', validUntil: { lt: now + 1 } },
        { status: 'active', lastSeen: { lt: now - 7 * day } },
      ]) {
        for (let after: string | undefined; ; ) {
          const page = await records
            .collection(indicators)
            .list({ where, limit: batchSize, ...(after === undefined ? {} : { after }) });
          const over = page.items.filter(each => isOver(each, now));
          if (over.length > 0) {
            const changed = over.map(before => ({
              before,
              after: { ...before, status: 'expired' as const, updated: now },
            }));
            await records.transaction(scope => store(scope, changed));
            announce(changed.map(each => each.after));
            done += over.length;
          }
          after = page.next;
          if (after === undefined) break;
        }
      }
      return done;
    },
    async recordSighting(id, at, count = 1) {
      await records.transaction(async scope => {
        const known = await scope.collection(indicators).get(id);
        if (!known) return;
        const lastSeen = Math.max(known.lastSeen, at);
        await scope
          .collection(indicators)
          .put({ ...known, lastSeen, sightings: known.sightings + count, updated: clock() });
      });
    },
    async allow(input, by) {
      const value =
        input.type === 'domain'
          ? normaliseAllowed(input.value)
          : normaliseIndicator(input.value, 'cidr').value;
      const entry: AllowEntry = {
        id: hashId('allow', input.type, value),
        ...input,
        value,
        by,
        created: clock(),
      };
      await records.collection(allowEntries).put(entry);
      allowed = undefined;
      const only = new AllowList([entry], { domains: [], hosts: [], networks: [] });
      const withdrawn: Indicator[] = [];
      for (let after: string | undefined; ; ) {
        const page = await records
          .collection(indicators)
          .list({ where: { status: 'active' }, limit: batchSize, ...(after === undefined ? {} : { after }) });
        const hit = page.items.filter(each => each.action !== 'passthru' && only.find(each));
        for (const each of hit)
          withdrawn.push(await change(each.id, known => ({ ...known, status: 'withdrawn', decidedBy: by })));
        after = page.next;
        if (after === undefined) break;
      }
      return { entry, withdrawn };
    },
    async disallow(id) {
      const removed = await records.collection(allowEntries).remove(id);
      allowed = undefined;
      return removed;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => feed.close(),
  };
  return service;
}

/** An allowed name may be anything with two labels, a public suffix too: `go.jp` protects all that lies below. */
function normaliseAllowed(text: string): string {
  try {
    return normaliseDomain(text);
  } catch (error) {
    const bare = text.trim().toLowerCase().replace(/\.$/, '');
    if (/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/.test(bare)) return bare;
    throw error;
  }
}
