// How the platform itself is: processes, stores, checks with their remedies; and what version and data it runs on.
import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import type { EventStore } from '#store/events/port.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { AgentStatus } from '#watch/agent/run.ts';
import type { Doctor } from '../doctor/checks.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { ChildStatus } from '../supervise/child.ts';

const Process = Type.Object({
  name: Type.String(),
  state: Type.String(),
  pid: Type.Integer(),
  restarts: Type.Integer(),
  since: Type.Integer(),
  reason: Type.String(),
  remedy: Type.String(),
});
const Check = Type.Object({
  id: Type.String(),
  state: Type.Enum(['ok', 'warn', 'fail']),
  code: Type.String(),
  values: Type.Record(Type.String(), Type.String()),
  text: Type.String(),
  remedy: Type.String(),
});
const Honeypot = Type.Object({
  id: Type.String(),
  port: Type.Integer(),
  state: Type.String(),
  reason: Type.String(),
  remedy: Type.String(),
});

export interface HealthRouteDeps {
  store: EventStore;
  records: Records;
  doctor: Doctor;
  processesFile: string;
  agentStatusFile: string;
  version: string;
  attribution: { name: string; text: string; url: string }[];
  /** Lines for /metrics in Prometheus text format, from the parts that count. */
  metrics: () => Promise<string>;
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

export function healthRoutes(deps: HealthRouteDeps): Route[] {
  const stores = async () => ({
    events: await deps.store.ping().catch(() => false),
    records: await deps.records.ping().catch(() => false),
  });
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'Whether this server can work: 200 or 503',
      tags: ['health'],
      produces: 'application/json',
      handler: async ({ reply }) => {
        const state = await stores();
        const healthy = state.events && state.records;
        return reply
          .status(healthy ? 200 : 503)
          .type('application/json')
          .send(JSON.stringify({ status: healthy ? 'ok' : 'failing', ...state }));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      access: 'public',
      summary: 'Counters in Prometheus text format (no names, no addresses)',
      tags: ['health'],
      produces: 'text/plain',
      handler: async ({ reply }) =>
        reply.type('text/plain; version=0.0.4; charset=utf-8').send(await deps.metrics()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/health',
      access: 'read',
      summary: 'Processes, stores, honeypots and checks with their remedies',
      tags: ['health'],
      response: Type.Object({
        status: Type.Enum(['ok', 'warn', 'fail']),
        processes: Type.Array(Process),
        stores: Type.Object({ events: Type.Boolean(), records: Type.Boolean() }),
        checks: Type.Array(Check),
        honeypots: Type.Array(Honeypot),
      }),
      handler: async () => {
        const [state, processes, agent, checks] = await Promise.all([
          stores(),
          readJson<{ processes: ChildStatus[] }>(deps.processesFile),
          readJson<Pick<AgentStatus, 'sources'>>(deps.agentStatusFile),
          deps.doctor.run(),
        ]);
        const list = processes?.processes ?? [];
        const worst: 'ok' | 'warn' | 'fail' =
          !state.events || !state.records || list.some(entry => entry.state === 'failed')
            ? 'fail'
            : checks.some(check => check.state !== 'ok')
              ? 'warn'
              : 'ok';
        return {
          status: worst,
          processes: list,
          stores: state,
          checks,
          honeypots: (agent?.sources ?? []).map(({ stream, port, state: its, reason, remedy }) => ({
            id: stream,
            port,
            state: its,
            reason,
            remedy,
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/about',
      access: 'account',
      summary: 'Version and the licences of shipped data',
      tags: ['about'],
      response: Type.Object({
        version: Type.String(),
        licences: Type.Array(Type.Object({ name: Type.String(), text: Type.String(), url: Type.String() })),
        inputs: Type.Integer(),
      }),
      handler: async () => ({
        version: deps.version,
        licences: deps.attribution,
        inputs: await deps.records.collection(collections.inputs).count(),
      }),
    }),
  ];
}
