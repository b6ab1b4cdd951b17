// Files taken in: upload with progress, what came of each, what was skipped and why.
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import { Agent } from '#model/record/agent.ts';
import { Input } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { logFormats } from '#watch/logs/registry.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { IngestQueue } from '../ingest/queue.ts';
import { discardUpload, receiveUpload } from '../ingest/uploads.ts';
import { actor, idParams, page, pageQuery, paging, present } from './deps.ts';

const tags = ['inputs'];
const Shown = Type.Omit(Input, ['path']);

export function inputRoutes(deps: {
  records: Records;
  queue: IngestQueue;
  audit: Audit;
  clock: Clock;
  inputsFolder: string;
}): Route[] {
  const { records, queue, audit, clock, inputsFolder } = deps;
  const inputs = records.collection(collections.inputs);
  const text = Type.Object({ en: Type.String(), ja: Type.String() });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs',
      access: 'read',
      summary: 'Inputs, newest first',
      tags,
      query: Type.Object(pageQuery),
      response: page(Shown),
      handler: ({ query }) => inputs.list({ order: '-created', ...paging(query) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs/formats',
      access: 'read',
      summary: 'Formats that can be taken in',
      tags,
      response: Type.Object({
        items: Type.Array(
          Type.Object({ id: Type.String(), title: text, summary: text, examples: Type.Array(Type.String()) }),
        ),
      }),
      handler: () => ({
        items: [
          {
            id: 'pcap',
            title: { en: 'Packet capture', ja: 'パケットキャプチャ' },
            summary: { en: 'pcap and pcapng, also gzip and zstd', ja: 'pcap・pcapng（gzip・zstd も可）' },
            examples: [],
          },
          ...logFormats.map(({ id, title, summary, examples }) => ({
            id,
            title,
            summary,
            examples: [...examples].slice(0, 3),
          })),
        ],
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs/:id',
      access: 'read',
      summary: 'One input',
      tags,
      params: idParams,
      response: Shown,
      handler: async ({ params }) =>
        queue.progress(params.id) ?? present(await inputs.get(params.id), 'input', params.id),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/inputs',
      access: 'ingest',
      summary: 'Upload a capture or log; it is read in the background',
      tags,
      query: Type.Object({
        name: Type.String({ minLength: 1, maxLength: 255 }),
        format: Type.Optional(Type.String({ maxLength: 40, default: 'auto' })),
        vantage: Type.Optional(Agent.properties.vantage),
      }),
      streamBody: true,
      response: Shown,
      status: 202,
      handler: async ({ query, principal, request }) => {
        if (!(request.body instanceof Readable))
          throw new HinomiError('UPLOAD_EMPTY', 'the request has no body', {
            remedy: 'Send the file as the body, with content-type application/octet-stream.',
            status: 400,
          });
        const name = basename(query.name.replaceAll('\\', '/')).replace(/[\p{Cc}\p{Cf}]/gu, '') || 'upload';
        const { file, size } = await receiveUpload(request.body, inputsFolder, uuidv7(clock()));
        try {
          await audit.record({
            actor: actor(principal),
            from: request.ip,
            action: 'input.uploaded',
            object: `input/${name}`,
            detail: { bytes: size },
          });
          const input = await queue.add({
            file,
            name,
            format: query.format ?? 'auto',
            vantage: query.vantage ?? 'unknown',
            by: actor(principal),
          });
          // The same content was taken in before: its account points to the first copy.
          if (input.path !== file) await discardUpload(file, inputsFolder);
          return input;
        } catch (error) {
          await discardUpload(file, inputsFolder);
          throw error;
        }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/inputs/:id',
      access: 'ingest',
      summary:
        'Give up an input that waits, is being read or failed; of one that was read, remove the uploaded file (its events and account stay)',
      tags,
      params: idParams,
      handler: async ({ params, principal, request }) => {
        const input = present(await inputs.get(params.id), 'input', params.id);
        await queue.giveUp(input.id);
        await discardUpload(input.path, inputsFolder);
        const read = (await inputs.get(input.id))?.status === 'done';
        // The account of what was read stays: it keeps the same file from being counted twice.
        if (!read) await inputs.remove(input.id);
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'input.removed',
          object: `input/${input.id}`,
          detail: { file: input.file, account: read ? 'kept' : 'removed' },
        });
      },
    }),
  ];
}
