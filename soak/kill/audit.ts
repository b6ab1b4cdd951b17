// The judgement after the kills: what was acknowledged is there exactly once.
import type { ApiClient } from '../../e2e/platform.ts';
import { until } from '../../e2e/platform.ts';
import { type CollectorLoad, collectorLoadModule } from './collector-load.ts';
import { type HoneypotLoad, honeypotPath } from './honeypot-load.ts';

/** Longest an event may sit in the agent's memory before it is on disk, on a busy machine, ms. */
const unspooledMs = 5_000;

/** Rows of an analyst's statement. */
export async function query(api: ApiClient, sql: string): Promise<unknown[][]> {
  const { status, body } = await api.call<{ rows?: unknown[][]; message?: string }>('POST', '/query', {
    sql,
  });
  if (status !== 200 || !body.rows) throw new Error(`query answered ${status}: ${body?.message}`);
  return body.rows;
}

const numbers = async (api: ApiClient, sql: string): Promise<number[]> =>
  ((await query(api, sql))[0] ?? []).map(Number);

export interface Verdict {
  figures: Record<string, number>;
  failures: string[];
}

/** Events of the directly driven collector client: every number acknowledged, once; and no id twice in the whole store. */
export async function auditCollector(api: ApiClient, load: CollectorLoad): Promise<Verdict> {
  const where = `\`event.module\` = '${collectorLoadModule}'`;
  const counts = () =>
    numbers(
      api,
      `SELECT count(), uniqExact(\`event.id\`), uniqExact(\`hinomi.record\`), max(\`hinomi.record\`) FROM events WHERE ${where}`,
    );
  const stored = await until(
    'the store to hold what was acknowledged',
    async () => {
      const row = await counts().catch(() => undefined);
      return row && row[0]! >= load.acknowledged() && row;
    },
    60_000,
  ).catch(counts);
  const [rows, ids, records] = stored as [number, number, number, number];
  const [allRows, allIds] = (await numbers(api, 'SELECT count(), uniqExact(`event.id`) FROM events')) as [
    number,
    number,
  ];
  const [rolled] = (await numbers(
    api,
    "SELECT sum(events) FROM events_minute WHERE dataset = 'soak.collector'",
  )) as [number];
  const lost = load.acknowledged() - records;
  const failures: string[] = [];
  if (lost !== 0) failures.push(`${lost} acknowledged events are not in the store`);
  if (rows !== ids || rows !== records) failures.push(`${rows - records} events are stored twice`);
  if (allRows !== allIds) failures.push(`${allRows - allIds} rows of the whole store share an id`);
  if (rolled !== rows) failures.push(`the roll-up counts ${rolled} events, the store has ${rows}`);
  return {
    figures: {
      acknowledged: load.acknowledged(),
      stored: rows,
      lost,
      duplicated: rows - records,
      unanswered: load.unanswered(),
    },
    failures,
  };
}

/** Visits of the honeypot: each answered one is stored once, unless the agent was killed with it still in memory. */
export async function auditHoneypot(
  api: ApiClient,
  load: HoneypotLoad,
  agentKills: readonly number[],
): Promise<Verdict> {
  const found = new Map<number, number>();
  let after = 0;
  for (;;) {
    const page = await query(
      api,
      `SELECT n, count() FROM (SELECT toUInt64OrZero(extract(\`url.full\`, '${honeypotPath}([0-9]+)')) AS n FROM events
        WHERE \`event.dataset\` = 'honeypot.http' AND \`event.action\` = 'request' AND \`url.full\` LIKE '%${honeypotPath}%')
        WHERE n > ${after} GROUP BY n ORDER BY n LIMIT 5000`,
    );
    for (const [number, count] of page) found.set(Number(number), Number(count));
    if (page.length < 5_000) break;
    after = Number(page.at(-1)![0]);
  }
  let inMemory = 0;
  const lost: number[] = [];
  /** Of a lost visit: how long after it the agent was next killed. Just above the bound, the bound is in doubt. */
  const killedAfter: string[] = [];
  for (const [number, at] of load.answered) {
    if (found.has(number)) continue;
    if (agentKills.some(kill => kill >= at - 100 && kill - at < unspooledMs)) inMemory++;
    else {
      lost.push(number);
      const nearest = agentKills.map(kill => kill - at).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
      killedAfter.push(`${number} (kill ${nearest ?? '-'} ms after)`);
    }
  }
  const twice = [...found].filter(([, count]) => count > 1).map(([number]) => number);
  const failures: string[] = [];
  if (lost.length > 0)
    failures.push(
      `${lost.length} visits the agent had spooled are lost, e.g. ${killedAfter.slice(0, 5).join(', ')}`,
    );
  if (twice.length > 0) failures.push(`${twice.length} visits are stored twice, e.g. ${twice.slice(0, 5)}`);
  return {
    figures: {
      visits: load.answered.size,
      'visits lost': lost.length,
      'visits twice': twice.length,
      'visits in memory of a killed agent': inMemory,
    },
    failures,
  };
}
