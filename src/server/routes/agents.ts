// Agents: enrolling, changing, retiring them, and the proof that their streams flow.
import { Type } from 'typebox';
import { Agent, StreamFlow } from '#model/record/agent.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { Collector } from '#watch/collector/collector.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { actor, idParams } from './deps.ts';

const tags = ['agents'];
const ShownAgent = Type.Omit(Agent, ['tokenHash']);
const AgentWithFlows = Type.Object({ ...ShownAgent.properties, flows: Type.Array(StreamFlow) });

export function agentRoutes(deps: {
  records: Records;
  collector: Collector;
  audit: Audit;
  /** How agents reach the collector, and the hash of its certificate. */
  reach: { url: string; pin: string };
}): Route[] {
  const { records, collector, audit } = deps;
  const agents = records.collection(collections.agents);
  const allFlows = async (): Promise<StreamFlow[]> => {
    const live = new Map(collector.flows().map(flow => [flow.id, flow]));
    const { items } = await records.collection(collections.flows).list({ limit: 10_000 });
    return [...items.filter(flow => !live.has(flow.id)), ...live.values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/agents',
      access: 'read',
      summary: 'Agents with the proof of flow of each stream',
      tags,
      response: Type.Object({ items: Type.Array(AgentWithFlows) }),
      handler: async () => {
        const [{ items }, flows] = await Promise.all([
          agents.list({ order: 'name', limit: 10_000 }),
          allFlows(),
        ]);
        return {
          items: items.map(agent => ({ ...agent, flows: flows.filter(flow => flow.agent === agent.id) })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/flows',
      access: 'read',
      summary: 'Proof of flow: expected against received, for each agent and stream',
      tags,
      response: Type.Object({ items: Type.Array(StreamFlow) }),
      handler: async () => ({ items: await allFlows() }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/agents/tokens',
      access: 'agents',
      summary: 'Make a one-time token to enrol an agent',
      tags,
      body: Type.Object(
        { name: Agent.properties.name, vantage: Agent.properties.vantage },
        { additionalProperties: false },
      ),
      response: Type.Object({ token: Type.String(), command: Type.String(), expires: Type.Integer() }),
      status: 201,
      handler: async ({ body, principal, request }) => {
        const issued = await collector.issueEnrolmentToken({ ...body, ...deps.reach, by: actor(principal) });
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'agent.token-issued',
          object: `agent/${body.name}`,
          detail: { vantage: body.vantage },
        });
        return { ...issued, command: `./hinomi agent --token ${issued.token}` };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/agents/:id',
      access: 'agents',
      summary: 'Rename an agent, change its quota, retire it',
      tags,
      params: idParams,
      body: Type.Object(
        {
          name: Type.Optional(Agent.properties.name),
          quota: Type.Optional(Agent.properties.quota),
          status: Type.Optional(Agent.properties.status),
        },
        { additionalProperties: false },
      ),
      response: ShownAgent,
      handler: async ({ params, body, principal, request }) => {
        const agent = await agents.update(params.id, before => ({ ...before, ...body }));
        collector.agentChanged(agent.id);
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'agent.changed',
          object: `agent/${agent.id}`,
          detail: { ...body },
        });
        return agent;
      },
    }),
  ];
}
