// The state of protection: zones, the resolvers that take them, the own resolver; settings to copy.
import { Type } from 'typebox';
import type { Records } from '#store/records/records.ts';
import type { ListEntry } from '#warn/indicators/list-entry.ts';
import { listName } from '#warn/indicators/list-feed.ts';
import type { DnsStatus } from '#warn/protect/feed/messages.ts';
import type { ResolverSettings } from '#warn/protect/resolver-settings.ts';
import { defineRoute, type Route } from '../http/route.ts';

const whole = Type.Integer();

export interface ProtectionRouteDeps {
  records: Records;
  /** Newest status of each DNS process. */
  statuses: () => DnsStatus[];
  resolverSettings: ResolverSettings;
}

/** Changes of the list shown, newest first. */
const changesShown = 100;

export function protectionRoutes({ records, statuses, resolverSettings }: ProtectionRouteDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/protection',
      access: 'read',
      summary: 'Zones, the resolvers that take them, the filtering resolver, and settings to copy',
      tags: ['protection'],
      response: Type.Object({
        at: whole,
        zones: Type.Array(Type.Object({ name: Type.String(), serial: whole, entries: whole })),
        secondaries: Type.Array(
          Type.Object({
            address: Type.String(),
            zone: Type.String(),
            serial: whole,
            lastTransfer: whole,
            kind: Type.Enum(['AXFR', 'IXFR']),
            bytes: whole,
            notifyDelayMs: Type.Number(),
          }),
        ),
        forwarder: Type.Record(Type.String(), Type.Number()),
        warningPage: Type.Record(Type.String(), Type.Number()),
        waiting: whole,
        changes: Type.Array(
          Type.Object({ at: whole, change: Type.Enum(['add', 'remove']), owner: Type.String() }),
        ),
        resolverSettings: Type.Object({
          unbound: Type.String(),
          bind: Type.String(),
          knot: Type.String(),
          powerdns: Type.String(),
        }),
      }),
      handler: async () => {
        const [status] = statuses();
        const last = await records.listChanges.last();
        const changes = await records.listChanges.since(Math.max(0, last - changesShown), {
          zone: listName,
          limit: changesShown,
        });
        return {
          at: status?.at ?? 0,
          zones: status?.zones ?? [],
          secondaries: statuses().flatMap(each => each.secondaries),
          forwarder: { ...status?.forwarder },
          warningPage: { ...status?.warningPage },
          waiting: status?.waiting ?? 0,
          changes: changes
            .reverse()
            .map(({ at, op, rdata, owner }) => ({ at, change: op, owner: valueIn(rdata) ?? owner })),
          resolverSettings,
        };
      },
    }),
  ];
}

function valueIn(rdata: string): string | undefined {
  try {
    return (JSON.parse(rdata) as ListEntry).value;
  } catch {
    return undefined;
  }
}
