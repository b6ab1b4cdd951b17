// GET /audit and its verification.
import { Type } from 'typebox';
import { AuditEntry } from '#model/record/account.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Audit } from './audit.ts';

export const auditRoutes = (audit: Audit): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    access: 'audit',
    summary: 'The audit log, newest first',
    tags: ['audit'],
    query: Type.Object({
      after: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'The `next` of the page before.',
        }),
      ),
      limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
    }),
    response: Type.Object({ items: Type.Array(AuditEntry), next: Type.Optional(Type.String()) }),
    handler: ({ query }) => audit.list(query.after, query.limit),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit/verify',
    access: 'audit',
    summary: 'Checks the hash chain of the audit log from its first entry',
    tags: ['audit'],
    response: Type.Object({
      ok: Type.Boolean(),
      entries: Type.Integer(),
      brokenAt: Type.Optional(Type.Integer()),
      head: Type.String(),
    }),
    handler: () => audit.verify(),
  }),
];
