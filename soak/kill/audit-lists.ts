// The judgement on the list: what the API confirmed is on it and blocked, what it withdrew is not.
import type { Indicator } from '#model/record/indicator.ts';
import { rrType } from '#warn/protect/dns/constants.ts';
import { DnsClient } from '#warn/protect/peers/client.ts';
import type { ApiClient } from '../../e2e/platform.ts';
import { pause } from '../run.ts';
import type { Verdict } from './audit.ts';
import type { ListLoad } from './list-load.ts';

async function allIndicators(api: ApiClient): Promise<Map<string, Indicator>> {
  const found = new Map<string, Indicator>();
  let cursor = '';
  do {
    const { status, body } = await api.call<{ items: Indicator[]; next?: string }>(
      'GET',
      `/indicators?q=soak-list&limit=200${cursor ? `&after=${encodeURIComponent(cursor)}` : ''}`,
    );
    if (status !== 200) throw new Error(`the list of indicators answered ${status}`);
    for (const item of body.items) found.set(item.value, item);
    cursor = body.next ?? '';
  } while (cursor);
  return found;
}

export async function auditLists(api: ApiClient, resolver: number, load: ListLoad): Promise<Verdict> {
  const failures: string[] = [];
  const kept = await allIndicators(api);
  const sure = load.listed.filter(entry => !entry.unsure);
  const wrong = sure.filter(
    entry => kept.get(entry.name)?.status !== (entry.active ? 'active' : 'withdrawn'),
  );
  if (wrong.length > 0)
    failures.push(`${wrong.length} confirmed changes of the list are lost, e.g. ${wrong[0]!.name}`);

  const client = await DnsClient.open(resolver);
  let blocked = 0;
  const open: string[] = [];
  for (const entry of sure.filter(each => each.active)) {
    let answer = await client.ask(entry.name, rrType.A, 1_000);
    // One more try each: a lost datagram is no verdict.
    if (!answer?.addresses.includes('127.0.0.1')) {
      await pause(200);
      answer = await client.ask(entry.name, rrType.A, 2_000);
    }
    if (answer?.addresses.includes('127.0.0.1')) blocked++;
    else open.push(entry.name);
  }
  if (open.length > 0) failures.push(`${open.length} listed names are not blocked, e.g. ${open[0]}`);
  const still: string[] = [];
  const withdrawn = sure.filter(each => !each.active);
  await Promise.all(
    withdrawn.slice(-200).map(async entry => {
      const answer = await client.ask(entry.name, rrType.A, 2_000);
      if (answer?.addresses.includes('127.0.0.1')) still.push(entry.name);
    }),
  );
  if (still.length > 0) failures.push(`${still.length} withdrawn names are still blocked, e.g. ${still[0]}`);
  client.close();
  return {
    figures: {
      'list changes confirmed': load.changes(),
      'list changes lost': wrong.length,
      'names listed and blocked': blocked,
    },
    failures,
  };
}
