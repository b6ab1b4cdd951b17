// The indicator list in the formats other tools take; the sharing ceiling is applied before anything is written.
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Clock } from '#model/time.ts';
import { tlpLabels } from '#model/vocab/tlp.ts';
import type { IndicatorService } from '#warn/indicators/service.ts';
import { type ExportFormatName, exportFormats, exportList } from '#warn/protect/exports/export.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { actor } from './deps.ts';

const names = Object.keys(exportFormats) as ExportFormatName[];

/** Content type and file name ending of each format. */
const media: Record<ExportFormatName, [string, string]> = {
  plain: ['text/plain; charset=utf-8', 'txt'],
  hosts: ['text/plain; charset=utf-8', 'hosts'],
  csv: ['text/csv; charset=utf-8', 'csv'],
  json: ['application/json', 'json'],
  stix: ['application/stix+json;version=2.1', 'json'],
  nftables: ['text/plain; charset=utf-8', 'nft'],
  suricata: ['text/plain; charset=utf-8', 'rules'],
};

export function listRoutes(deps: { indicators: IndicatorService; audit: Audit; clock: Clock }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/lists/:format',
      access: 'export',
      summary: `The list as ${names.join(', ')}`,
      tags: ['lists'],
      params: Type.Object({ format: Type.Enum(names) }),
      query: Type.Object({
        tlp: Type.Optional(
          Type.Enum([...tlpLabels], { description: 'Most restricted label to include; green when absent.' }),
        ),
      }),
      produces: 'application/octet-stream',
      handler: async ({ params, query, principal, request, reply }) => {
        const ceiling = query.tlp ?? 'green';
        await deps.audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'list.exported',
          object: params.format,
          detail: { tlp: ceiling },
        });
        const [type, ending] = media[params.format];
        const { feed } = deps.indicators;
        const text = exportList(params.format, feed.snapshot(), {
          now: deps.clock(),
          ceiling,
          sequence: await feed.last(),
        });
        return reply
          .header('content-disposition', `attachment; filename="hinomi-${params.format}.${ending}"`)
          .type(type)
          .send(Readable.from(text));
      },
    }),
  ];
}
