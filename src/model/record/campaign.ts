// A campaign: activity of several sources that shows one hand (same tool, same targets, same time).
import { type Static, Type } from 'typebox';
import { Message } from './finding.ts';

export const Campaign = Type.Object(
  {
    id: Type.String(),
    title: Message,
    /** What ties the members together. */
    shared: Type.Object({ tool: Type.String(), ports: Type.Array(Type.String()), protocol: Type.String() }),
    sources: Type.Integer(),
    topSources: Type.Array(
      Type.Object({ ip: Type.String(), country: Type.String(), as: Type.Integer(), packets: Type.Integer() }),
    ),
    targets: Type.Integer(),
    packets: Type.Integer(),
    start: Type.Integer(),
    end: Type.Integer(),
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    findings: Type.Array(Type.String()),
    query: Type.String(),
    exercise: Type.String(),
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'Campaign' },
);
export type Campaign = Static<typeof Campaign>;
